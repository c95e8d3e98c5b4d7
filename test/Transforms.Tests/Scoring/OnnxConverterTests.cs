using DeepML.Data;
using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Scoring;

/// <summary>ML.NET's ONNX converter does not know our models: it must say so, and not write a graph without them.</summary>
[TestClass]
public sealed class OnnxConverterTests
{
    private readonly MLContext _ml = new(seed: 1);

    static OnnxConverterTests() => TorchModules.Register<GoldenModule>();

    public static IEnumerable<object[]> Kinds => GoldenFolder.All().Select(golden => new object[] { golden.Path });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_model_of_any_kind_is_refused_by_name_with_what_to_do(string path)
    {
        var golden = new GoldenFolder(path);
        using var model = golden.Load(_ml);
        var error = Refusal(model, golden.Rows(_ml));
        StringAssert.StartsWith(error.Message, $"{model.GetType().Name} cannot be written as ONNX");
        var isAugmenter = model is GanAugmenterTransformer or AutoencoderAugmenterTransformer or RowAugmenterTransformer;
        StringAssert.Contains(error.Message, isAugmenter ? "a chain of the other transformers" : "ml.Model.Save");
    }

    [TestMethod]
    public void A_chain_with_a_model_in_it_is_refused_wherever_the_model_stands_and_one_without_is_converted()
    {
        var data = Blobs.WithKeys(_ml);
        using var network = FittedModels.Classifier(_ml);
        var normalizer = _ml.Transforms.NormalizeMinMax("Features").Fit(data);
        var copy = _ml.Transforms.CopyColumns("Copy", "Score").Fit(network.Transform(data));
        Assert.IsGreaterThan(100, Bytes(normalizer, data));
        foreach (var chain in new ITransformer[] { normalizer.Append(network), network.Append(copy), normalizer.Append(network)
            .Append(copy), network })
            StringAssert.StartsWith(Refusal(chain, data).Message, "MultilayerPerceptronTransformer cannot");
    }

    [TestMethod]
    public void A_view_at_which_the_converter_stops_is_in_all_else_the_view_that_it_was()
    {
        Assert.IsTrue(OnnxRefusal.IsKnown, "this version of ML.NET has another converter");
        var data = Blobs.Create(_ml);
        var view = OnnxRefusal.At(data, data, () => new InvalidOperationException("no"));
        Assert.AreSame(data.Schema, view.Schema);
        Assert.AreEqual(data.GetRowCount(), view.GetRowCount());
        Assert.AreEqual(data.CanShuffle, view.CanShuffle);
        CollectionAssert.AreEqual(data.GetColumn<float>("Number").ToArray(), view.GetColumn<float>("Number").ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => view.GetColumn<float>("Nothing").Count());
        Assert.HasCount(1, view.GetRowCursorSet([view.Schema["Number"]], 1));
    }

    private NotSupportedException Refusal(ITransformer model, IDataView data) =>
        Assert.ThrowsExactly<NotSupportedException>(() => Bytes(model, data));

    private long Bytes(ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        _ml.Model.ConvertToOnnx(model, data, stream);
        return stream.Length;
    }
}
