using Microsoft.ML;

namespace DeepML.Onnx.Tests;

/// <summary>Every kind of model that can be saved is written as ONNX, or says why not.</summary>
[TestClass]
public sealed class GoldenFamiliesTests
{
    private static readonly string[] Unwritable =
    [
        "TorchModule", "TorchModulePrediction", "SettlingNetwork",
        "HopfieldMemory", "HammingNetwork", "ImageDescriptors", "Series", "AlignSeries", "AttentionTagger",
        "AutoencoderAugmenter", "RowAugmenter", "DriftWatch", "NearestCases", "WordPieces", "ForecastDetector",
    ];

    // What goes in is no column: noise, numbers of characters, the values of rows before; or what comes out. They have tests of their own.
    private static readonly string[] ReadOtherwise =
    [
        "GanAugmenter", "GanProgressive", "GanStyle", "GanLaplacian", "CharacterLanguageModel", "RecurrentForecast", "SequenceLabelling",
    ];

    private static string Root => Path.Combine(AppContext.BaseDirectory, "golden", "v1");

    public static IEnumerable<object[]> Kinds => Directory.GetDirectories(Root).Order()
        .Select(folder => Path.GetFileName(folder)).Except([.. Unwritable, .. ReadOtherwise])
        .Select(kind => new object[] { kind });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_saved_model_says_the_same_on_the_runtime_of_ONNX(string kind)
    {
        var ml = new MLContext(seed: 1);
        using var model = (NetworkTransformer)ml.Model.Load(Path.Combine(Root, kind, "model.zip"), out _);
        var scored = model.Transform(ml.Data.LoadFromBinary(Path.Combine(Root, kind, "rows.idv")));
        string[]? outputs = kind == "SequenceLanguageModel" ? ["Bits"] : null; // what may follow is no column
        using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true, Outputs = outputs }) { Sides = (2, 4) };
        foreach (var batch in new[] { 1, 2, 7 })
            Assert.IsLessThanOrEqualTo(1e-5, run.Difference(scored, batch), $"{kind} in batches of {batch}");
    }

    [TestMethod]
    [DataRow("HopfieldMemory", "as many steps as the row takes")]
    [DataRow("HammingNetwork", "as many steps as the row takes")]
    [DataRow("SettlingNetwork", "as many steps as the row takes")]
    [DataRow("AutoencoderAugmenter", "in a chain it is passed over")]
    [DataRow("ImageDescriptors", "logarithms of rounding")]
    [DataRow("Series", "from the rows before")]
    [DataRow("AlignSeries", "from the rows before")]
    [DataRow("DriftWatch", "in a chain it is passed over")]
    [DataRow("NearestCases", "searches the rows")]
    [DataRow("RowAugmenter", "in a chain it is passed over")]
    [DataRow("ForecastDetector", "from the rows before")]
    [DataRow("WordPieces", "cuts text")]
    [DataRow("AttentionTagger", "AttentionLstmLayer")]
    public void What_cannot_be_written_says_why(string kind, string reason)
    {
        var ml = new MLContext(seed: 1);
        using var model = (NetworkTransformer)ml.Model.Load(Path.Combine(Root, kind, "model.zip"), out _);
        using var stream = new MemoryStream();
        var error = Assert.ThrowsExactly<NotSupportedException>(() => model.SaveAsOnnx(stream));
        StringAssert.Contains(error.Message, $"{model.GetType().Name} cannot be written as ONNX: ");
        StringAssert.Contains(error.Message, reason);
        Assert.AreEqual(0, stream.Length, "nothing is written");
    }
}
