using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.FewExamples;

/// <summary>Vectors of rows, pictures and descriptions, and networks with other classes.</summary>
[TestClass]
public sealed class EmbeddingNetworkTests
{
    private static readonly EmbeddingArchitecture Dense =
        new(3, new MultilayerPerceptronArchitecture(3, [5], 4, Activation.ReLU, Scaling: ScalingForm.Linear), null, UnitLength: false);

    private static readonly EmbeddingArchitecture Pictures = new(
        48, null, new ConvolutionalArchitecture(3, 4, 4, [new ConvolutionLayer(2, 3), new BatchNormalizationLayer()], 6, "answer"),
        UnitLength: true);

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void A_row_has_the_vector_that_its_layers_make_of_it()
    {
        using var network = HandWeights.Drawn(new EmbeddingNetwork(Dense));
        network.Scaling!.Set(new ColumnScales([1, 2, 3], [1, 1, 1], new float[3], new ScalingCurve[3]));
        network.eval();
        var w = HandWeights.Of(network);
        var rows = randn(4, 3);
        var scaled = rows - tensor(new[] { 1f, 2, 3 });
        var hidden = nn.functional.linear(scaled, w["body.layers.linear1.weight"], w["body.layers.linear1.bias"]).relu();
        var expected = nn.functional.linear(hidden, w["body.layers.linear2.weight"], w["body.layers.linear2.bias"]);
        TensorAssert.AreClose(expected, network.call(rows), 1e-5);
    }

    [TestMethod]
    public void Sizes_and_scaling_are_those_of_the_layers_that_there_are()
    {
        var none = new EmbeddingArchitecture(7, null, null, UnitLength: false);
        Assert.AreEqual((7, false, ScalingForm.None), (none.EmbeddingSize, none.HasLayers, none.Scaling));
        Assert.AreEqual((4, true, ScalingForm.Linear), (Dense.EmbeddingSize, Dense.HasLayers, Dense.Scaling));
        Assert.AreEqual((6, true, ScalingForm.None), (Pictures.EmbeddingSize, Pictures.HasLayers, Pictures.Scaling));
        using var plain = new EmbeddingNetwork(none);
        Assert.IsNull(plain.Body);
        Assert.IsEmpty(plain.parameters());
        Assert.AreEqual(7, plain.LargestProduct);
    }

    [TestMethod]
    public void Pictures_get_vectors_of_length_1_and_one_alone_cannot_teach_their_normalization()
    {
        using var network = new EmbeddingNetwork(Pictures);
        var vectors = network.call(rand(3, 3, 4, 4));
        CollectionAssert.AreEqual(new long[] { 3, 6 }, vectors.shape);
        TensorAssert.AreClose(ones(3), vectors.norm(1), 1e-5);
        Assert.AreEqual(((ConvolutionalNetwork)network.Body!).NeedsTwoRows, network.NeedsTwoRows);
        Assert.AreEqual(((ConvolutionalNetwork)network.Body!).LargestProduct, network.LargestProduct);
        Assert.IsNull(network.Scaling);
    }

    [TestMethod]
    public void Directions_of_rows_shorter_than_rounding_stay_short()
    {
        var tiny = full(1, 3, 1e-9f);
        Assert.IsLessThan(0.01f, EmbeddingNetwork.Directions(tiny).norm().item<float>());
        TensorAssert.AreClose(ones(1), EmbeddingNetwork.Directions(full(1, 3, 1e-5f)).norm(1), 1e-4);
    }

    [TestMethod]
    public void Directions_have_the_slopes_of_their_formula() => TensorAssert.HasSlope(
        vectors => (EmbeddingNetwork.Directions(vectors) * tensor(new[] { 1.0, -2, 3 })).sum(), randn(2, 3, dtype: ScalarType.Float64));

    [TestMethod]
    public void Descriptions_become_vectors_of_the_same_kind_as_rows()
    {
        using var network = HandWeights.Drawn(new PrototypeNetwork(new PrototypeArchitecture(
            new EmbeddingArchitecture(3, null, null, UnitLength: true), 2, new DescriberArchitecture(5, [4]))));
        var w = HandWeights.Of(network);
        var descriptions = randn(2, 5);
        var hidden = nn.functional.linear(descriptions, w["describer.linear1.weight"], w["describer.linear1.bias"]).relu();
        var expected = nn.functional.linear(hidden, w["describer.linear2.weight"], w["describer.linear2.bias"]);
        TensorAssert.AreClose(expected / expected.norm(1, keepdim: true), network.Describe(descriptions), 1e-5);
        Assert.IsNotNull(network.Describer);
        using var none = new PrototypeNetwork(new PrototypeArchitecture(new EmbeddingArchitecture(3, null, null, false), 2, null));
        Assert.AreEqual(
            "The network reads no descriptions.",
            Assert.ThrowsExactly<InvalidOperationException>(() => none.Describe(descriptions)).Message);
    }

    [TestMethod]
    public void Comparing_is_twice_the_product_less_the_square_times_the_sharpness()
    {
        using var network = new PrototypeNetwork(new PrototypeArchitecture(new EmbeddingArchitecture(2, null, null, false), 1, null));
        network.Sharpness = 3;
        var (rows, of) = (tensor(new[] { 1f, 2 }, [1, 2]), tensor(new[] { 4f, -1, 0, 0.5f }, [2, 2]));
        TensorAssert.Holds([3 * ((2 * 2) - 17), 3 * ((2 * 1) - 0.25f)], network.Compare(rows, of), 1e-4);
    }

    [TestMethod]
    public void Layers_are_the_vector_and_the_answer()
    {
        using var network = HandWeights.Drawn(new PrototypeNetwork(new PrototypeArchitecture(Dense, 3, null)));
        network.SetPrototypes(randn(3, 4), [0, 1, 2]);
        network.eval();
        var rows = randn(2, 3);
        CollectionAssert.AreEqual(new[] { "vector", "answer" }, network.LayerNames.ToArray());
        Assert.AreEqual(0, network.FeatureLayer);
        TensorAssert.AreSame(network.Embedding.call(rows), network.OutputOf([rows], 0));
        TensorAssert.AreSame(network.call(rows), network.OutputOf([rows], 1));
    }

    [TestMethod]
    public void A_network_with_other_classes_has_weights_of_its_own()
    {
        using var network = HandWeights.Drawn(new PrototypeNetwork(new PrototypeArchitecture(Dense, 3, new DescriberArchitecture(2, []))));
        network.SetPrototypes(arange(12, float32).view(3, 4), [0.5f, 1.5f, 2.5f]);
        network.Sharpness = 0.25;
        using var other = network.WithClasses([2, 0], full(4, 7f));
        Assert.AreEqual((3, 0.25), (other.Architecture.ClassCount, other.Sharpness));
        CollectionAssert.AreEqual(new[] { 2.5f, 0.5f, 0 }, other.Offsets);
        TensorAssert.Holds([8, 9, 10, 11, 0, 1, 2, 3, 7, 7, 7, 7], other.state_dict()["prototypes"]);
        using (no_grad())
            foreach (var weight in network.parameters())
                weight.zero_();
        Assert.IsTrue(other.parameters().All(weight => weight.abs().sum().item<float>() > 0));
        using var fewer = network.WithClasses([1], null);
        Assert.AreEqual(1, fewer.Offsets.Length);
    }
}
