using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;
using static DeepML.Compat.MicrosoftML.Tests.TransformTestKit;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class TextTransformTests
{
    private const string Sentence = "ML.NET's NormalizeText API changes the case of the TEXT and removes/keeps diâcrîtîcs, punctuations, and/or numbers (123).";

    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Text_is_lowered_and_stripped_of_marks_punctuation_and_numbers()
    {
        var transformer = FitChecked(_ml.Transforms.Text.NormalizeText("Out", "Text", keepPunctuations: false, keepNumbers: false), Texts(_ml, ""));
        Assert.AreEqual("mlnets normalizetext api changes the case of the text and removeskeeps diacritics punctuations andor numbers ",
            Values<string>(Reload(_ml, transformer, Texts(_ml, "").Schema).Transform(Texts(_ml, Sentence)), "Out")[0]);
    }

    [TestMethod]
    public void By_default_only_case_and_marks_change()
    {
        Assert.AreEqual("ueber 1, aa!", Normalized("Ueber 1, \u00c5a\u0301!"));
        Assert.AreEqual("\u00c5A!", Normalized("\u00c5a!", TextNormalizingEstimator.CaseMode.Upper, keepDiacritics: true));
        Assert.AreEqual("Aa!", Normalized("\u00c5a!", TextNormalizingEstimator.CaseMode.None));
    }

    [TestMethod]
    public void Words_are_cut_at_blanks_and_empty_ones_dropped()
    {
        var view = FitChecked(_ml.Transforms.Text.TokenizeIntoWords("Words", "Text"), Texts(_ml, "")).Transform(Texts(_ml, " one  two,three ", ""));
        Assert.AreEqual(new VectorDataViewType(TextDataViewType.Instance), view.Schema["Words"].Type);
        var rows = Rows<ReadOnlyMemory<char>>(view, "Words");
        CollectionAssert.AreEqual(new[] { "one", "two,three" }, rows[0].Select(word => word.ToString()).ToArray());
        Assert.HasCount(0, rows[1]);
    }

    [TestMethod]
    public void Separators_can_be_given()
    {
        var transformer = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text", [',', ';']).Fit(Texts(_ml, ""));
        var rows = Rows<ReadOnlyMemory<char>>(Reload(_ml, transformer, Texts(_ml, "").Schema).Transform(Texts(_ml, "a b,,c;d")), "Words");
        CollectionAssert.AreEqual(new[] { "a b", "c", "d" }, rows[0].Select(word => word.ToString()).ToArray());
    }

    [TestMethod]
    public void Characters_become_keys_that_map_back()
    {
        var text = "ML.NET's TokenizeIntoCharactersAsKeys API splits text/string into characters.";
        var pipeline = _ml.Transforms.Text.TokenizeIntoCharactersAsKeys("Characters", "Text", useMarkerCharacters: false).Append(_ml.Transforms.Conversion.MapKeyToValue("Names", "Characters"));
        var view = FitChecked(pipeline, Texts(_ml, "")).Transform(Texts(_ml, text, ""));
        Assert.AreEqual(new VectorDataViewType(new KeyDataViewType(typeof(ushort), 65535)), view.Schema["Characters"].Type);
        CollectionAssert.AreEqual(text.Select(c => (ushort)c).ToArray(), Rows<ushort>(view, "Characters")[0]);
        Assert.AreEqual(text.Replace(" ", "<\u2420>"), string.Concat(Rows<ReadOnlyMemory<char>>(view, "Names")[0]));
        Assert.HasCount(0, Rows<ushort>(view, "Characters")[1]);
    }

    [TestMethod]
    public void Markers_frame_the_text()
    {
        var transformer = _ml.Transforms.Text.TokenizeIntoCharactersAsKeys("Text").Fit(Texts(_ml, ""));
        CollectionAssert.AreEqual(new ushort[] { 2, 'h', 'i', 3 }, Rows<ushort>(Reload(_ml, transformer, Texts(_ml, "").Schema).Transform(Texts(_ml, "hi")), "Text")[0]);
    }

    [TestMethod]
    public void Only_text_is_taken()
    {
        var numbers = Scalars(_ml, 1);
        IEstimator<ITransformer>[] estimators = [_ml.Transforms.Text.NormalizeText("Value"), _ml.Transforms.Text.TokenizeIntoWords("Value"), _ml.Transforms.Text.TokenizeIntoCharactersAsKeys("Value")];
        foreach (var estimator in estimators)
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(numbers));
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShape.Create(numbers.Schema))).Message, "Schema mismatch for input column 'Value'");
        }
    }

    private string Normalized(string text, TextNormalizingEstimator.CaseMode mode = TextNormalizingEstimator.CaseMode.Lower, bool keepDiacritics = false) =>
        Values<string>(_ml.Transforms.Text.NormalizeText("Text", caseMode: mode, keepDiacritics: keepDiacritics).Fit(Texts(_ml, "")).Transform(Texts(_ml, text)), "Text")[0];
}
