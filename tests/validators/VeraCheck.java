import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Prints a line for each pair of arguments, a flavour and a file: PASS or FAIL, flavour, number of rules, failed rules, file. */
public class VeraCheck {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int index = 0; index < arguments.length; index += 2) {
            check(arguments[index + 1], PDFAFlavour.fromString(arguments[index]));
        }
    }

    private static void check(String file, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> failed = new TreeMap<>();
            for (TestAssertion each : result.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED) {
                    failed.merge(each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber(), 1, Integer::sum);
                }
            }
            int rules = result.getValidationProfile().getRules().size();
            System.out.println((result.isCompliant() ? "PASS" : "FAIL") + "\t" + flavour.getId() + "\t" + rules
                + "\t" + failed + "\t" + file);
        }
    }
}
