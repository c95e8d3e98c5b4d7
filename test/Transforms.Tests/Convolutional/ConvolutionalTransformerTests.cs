using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Convolutional;

/// <summary>A network of one 1×1 filter over pictures of 4×4 pixels: what it sees is the picture itself.</summary>
[TestClass]
public sealed class ConvolutionalTransformerTests
{
    private static readonly ConvolutionalArchitecture Architecture = new(
        1, 4, 4, [new ConvolutionLayer(2, 1) { Bias = false, Name = "look" },
            new PoolingLayer(PoolingKind.GlobalAverage) { Name = "mean" }], 2, "answer");

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Layers_blocks_and_filters_can_be_looked_at()
    {
        using var model = Model();
        CollectionAssert.AreEqual(new[] { "look", "mean", "answer" }, model.LayerNames.ToArray());
        Assert.AreEqual(2, model.BlockCount);
        StringAssert.Contains(model.Summary(), "convolution 2 of 1x1");
        Assert.HasCount(2, model.Filters());
    }

    [TestMethod]
    public void Maps_of_a_layer_are_pictures_of_its_channels()
    {
        using var model = Model();
        var maps = model.FeatureMaps(Pictures(Corner(0), Corner(15)), "look", row: 1);
        Assert.HasCount(2, maps);
        Assert.AreEqual((4, 4), (maps[0].Height, maps[0].Width));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.FeatureMaps(Pictures(Corner(0)), "answer")).Message,
                "is 2 numbers, no picture");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.FeatureMaps(Pictures(Corner(0)), "nothing")).Message,
                "There is no layer 'nothing'");
    }

    [TestMethod]
    public void A_row_that_is_not_there_is_refused_with_how_many_there_are()
    {
        using var model = Model();
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.FeatureMaps(Pictures(Corner(0)), "look", row: 1)).Message,
                "The data have 1 rows");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.FeatureMaps(Pictures(Corner(0)), "look", row: -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.ClassActivationMap(Pictures(Corner(0)), classIndex: 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.ClassActivationMap(Pictures(Corner(0)), classIndex: -1));
    }

    [TestMethod]
    public void Features_are_those_of_the_layer_that_was_asked_for()
    {
        using var model = new ConvolutionalFeaturesTransformer(
            _ml, new ConvolutionalFeaturesDescription("Seen", "Pixels", new ImageFormat(1, 4, 4), "mean", Architecture), Network(), CPU);
        Assert.AreEqual(("mean", 2), (model.LayerName, model.FeatureCount));
        var seen = model.Transform(Pictures(Corner(3), new float[16])).GetColumn<float[]>("Seen").ToArray();
        CollectionAssert.AreEqual(new[] { 1 / 16f, -1 / 16f }, seen[0], "the mean over the picture, as it is and turned round");
        CollectionAssert.AreEqual(new float[] { 0, 0 }, seen[1].Select(Math.Abs).ToArray());
    }

    [TestMethod]
    public void A_description_whose_layers_do_not_fit_is_damaged()
    {
        var unknown = new ConvolutionalFeaturesDescription("Seen", "Pixels", new ImageFormat(1, 4, 4), "other", Architecture);
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(unknown.CreateNetwork).Message, "from a layer 'other' that its network does not have");
        var small = Architecture with { Layers = [new ConvolutionLayer(2, 9)] };
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => ConvolutionalDescription.Rebuild(small)).Message,
                "The model's layers do not fit together");
    }

    [TestMethod]
    public void Weights_are_saved_with_or_without_those_of_the_answer()
    {
        using var model = Model();
        foreach (var withHead in new[] { true, false })
        {
            var path = Path.GetTempFileName();
            try
            {
                model.SaveWeights(path, withHead);
                using var reader = new BinaryReader(File.OpenRead(path));
                using var scope = NewDisposeScope();
                string[] expected = withHead ? ["answer.bias", "answer.weight", "look.weight"] : ["look.weight"];
                CollectionAssert.AreEquivalent(expected, SafeTensors.Read(reader).Keys);
            }
            finally
            {
                File.Delete(path);
            }
        }
        Assert.ThrowsExactly<ArgumentException>(() => model.SaveWeights(""));
    }

    [TestMethod]
    public void A_copy_of_the_network_is_another_network_with_the_same_weights()
    {
        using var model = Model();
        using var copy = model.CopyNetwork();
        using var scope = NewDisposeScope();
        using (no_grad())
            copy.state_dict()["look.weight"].mul_(2);
        CollectionAssert.AreEqual(new float[] { 2, -2 }, copy.state_dict()["look.weight"].data<float>().ToArray());
        var maps = model.Transform(Pictures(Corner(0))).GetColumn<float[]>("Score").Single();
        Assert.AreEqual(1 / (1 + Math.Exp(-2 / 16.0)), maps[0], 1e-6, "the model's own are untouched");
    }

    private ConvolutionalNetworkTransformer Model() => new(
        _ml, new ConvolutionalDescription("Pixels", new ImageFormat(1, 4, 4), Architecture, new MulticlassHead(2, null),
            new TrainingHistory()), Network(), CPU);

    // Filters 1 and -1; the answer passes the two means on.
    private static ConvolutionalNetwork Network()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var network = new ConvolutionalNetwork(Architecture);
        var state = network.state_dict();
        state["look.weight"].copy_(tensor(new float[] { 1, -1 }, [2, 1, 1, 1]));
        state["answer.weight"].copy_(tensor(new float[] { 1, 0, 0, 1 }, [2, 2]));
        state["answer.bias"].zero_();
        network.eval();
        return network;
    }

    // One white pixel.
    private static float[] Corner(int place)
    {
        var pixels = new float[16];
        pixels[place] = 1;
        return pixels;
    }

    private IDataView Pictures(params float[][] pictures) =>
        _ml.Data.LoadFromEnumerable(pictures.Select(pixels => new Picture { Pixels = pixels }).ToArray());

    private sealed class Picture
    {
        [VectorType(16)]
        public float[] Pixels { get; set; } = [];
    }
}
