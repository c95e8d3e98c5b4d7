using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.FewExamples;

[TestClass]
public sealed class PrototypeNetworkTests
{
    private static readonly EmbeddingArchitecture Given = new(3, null, null, UnitLength: false);

    private static readonly EmbeddingArchitecture Dense =
        new(3, new MultilayerPerceptronArchitecture(3, [5], 4, Activation.ReLU), null, UnitLength: true);

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Logits_are_less_the_squared_distance_but_for_what_classes_have_in_common()
    {
        var network = new PrototypeNetwork(new PrototypeArchitecture(Given, 2, null)) { Sharpness = 0.5 };
        network.SetPrototypes(tensor(new float[] { 1, 0, 0, 0, 2, 0 }, [2, 3]), [0, 1]);
        var rows = randn(5, 3);
        var logits = network.call(rows);
        for (var row = 0; row < 5; row++)
        {
            var x = rows[row].data<float>().ToArray();
            double Squared(float a, float b) => ((x[0] - a) * (x[0] - a)) + ((x[1] - b) * (x[1] - b)) + (x[2] * x[2]);
            var difference = (-0.5 * Squared(1, 0)) - ((-0.5 * Squared(0, 2)) + 1);
            Assert.AreEqual(difference, logits[row, 0].item<float>() - logits[row, 1].item<float>(), 1e-5);
        }
        Assert.AreEqual(0.5, network.Sharpness);
        Assert.AreEqual(3, network.LargestProduct);
    }

    [TestMethod]
    public void A_class_without_a_prototype_is_never_the_nearest()
    {
        var network = new PrototypeNetwork(new PrototypeArchitecture(Given, 3, null));
        CollectionAssert.AreEqual(Enumerable.Repeat(PrototypeNetwork.NoPrototype, 3).ToArray(), network.Offsets);
        network.SetPrototypes(tensor(new float[] { 9, 9, 9, 0, 0, 0, -9, -9, -9 }, [3, 3]), [0, PrototypeNetwork.NoPrototype, 0]);
        Assert.AreNotEqual(1, network.call(zeros(1, 3)).argmax(1).item<long>());
        Assert.AreEqual(0f, network.call(zeros(1, 3)).softmax(1)[0, 1].item<float>());
    }

    [TestMethod]
    public void Vectors_of_unit_length_keep_their_directions()
    {
        var network = new EmbeddingNetwork(Dense);
        var plain = new EmbeddingNetwork(Dense with { UnitLength = false });
        NetworkWeights.Copy(network.state_dict(), plain.state_dict());
        var rows = randn(6, 3);
        var (long_, unit) = (plain.call(rows), network.call(rows));
        Assert.IsLessThan(1e-5f, (unit * unit).sum(1).sub(1).abs().max().item<float>());
        Assert.IsLessThan(1e-5f, (unit * long_.norm(1, keepdim: true) - long_).abs().max().item<float>());
        Assert.AreEqual(0f, EmbeddingNetwork.Directions(zeros(1, 4)).abs().max().item<float>(), "nothing is divided by 0");
    }

    [TestMethod]
    public void Without_layers_a_row_is_its_own_vector_pictures_too()
    {
        Assert.IsTrue(new EmbeddingNetwork(Given).call(arange(6, dtype: ScalarType.Float32).view(2, 3)).eq(
            arange(6, dtype: ScalarType.Float32).view(2, 3)).all().item<bool>());
        var pictures = new ConvolutionalArchitecture(1, 4, 4, [new ConvolutionLayer(2, 3), new FlattenLayer()], 5, "answer");
        var network = new EmbeddingNetwork(new EmbeddingArchitecture(16, null, pictures, UnitLength: false));
        CollectionAssert.AreEqual(new long[] { 3, 5 }, network.call(randn(3, 1, 4, 4)).shape);
        Assert.AreEqual(5, network.Architecture.EmbeddingSize);
        Assert.AreEqual(3, Given.EmbeddingSize);
    }

    [TestMethod]
    public void Sequences_are_compared_by_what_their_layers_make_of_them_up_to_their_ends()
    {
        var reading = new RecurrentSequenceArchitecture(
            new SequenceEncoderArchitecture(
                0, 2, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 5 }, 2), 0, ScalingForm.Linear),
            SequencePooling.Mean, 4);
        var architecture = new EmbeddingArchitecture(12, null, null, UnitLength: true, reading);
        Assert.AreEqual((4, ScalingForm.Linear, true), (architecture.EmbeddingSize, architecture.Scaling, architecture.HasLayers));
        var network = new PrototypeNetwork(new PrototypeArchitecture(architecture, 3, null));
        network.eval();
        network.SetPrototypes(randn(3, 4), [0, 0, 0]);
        Assert.IsNotNull(network.Embedding.Scaling);
        var (rows, lengths) = (randn(4, 12), tensor(new long[] { 6, 2, 5, 1 }));
        var vectors = network.OutputOf([rows, lengths], 0);
        var plain = ((RecurrentSequenceNetwork)network.Embedding.Body!).call(rows, lengths);
        Assert.IsLessThan(1e-6f, Difference(vectors, EmbeddingNetwork.Directions(plain)));
        Assert.AreEqual(0f, Difference(network.Answer(rows, lengths), network.OutputOf([rows, lengths], 1)));
        var other = rows.clone();
        other.narrow(0, 1, 1).narrow(1, 4, 8).fill_(50);
        Assert.IsLessThan(1e-6f, Difference(network.Answer(other, lengths), network.Answer(rows, lengths)), "behind an end");
        var wider = network.WithClasses([0, 1, 2], vectors[1]);
        Assert.AreEqual(3L, wider.Answer(rows, lengths)[1].argmax().item<long>(), "a row is nearest to itself");
    }

    [TestMethod]
    public void Classes_are_added_and_taken_away_and_all_else_stays()
    {
        var network = new PrototypeNetwork(new PrototypeArchitecture(Dense, 3, new DescriberArchitecture(2, [])));
        network.Sharpness = 7;
        network.SetPrototypes(randn(3, 4), [0, -1, PrototypeNetwork.NoPrototype]);
        var rows = randn(4, 3);
        var before = network.call(rows);
        var more = network.WithClasses([0, 1, 2], ones(4));
        Assert.IsLessThan(1e-4f, Difference(more.call(rows).narrow(1, 0, 2), before.narrow(1, 0, 2)));
        var fewer = more.WithClasses([3, 1], null);
        Assert.IsLessThan(1e-4f, Difference(fewer.call(rows), more.call(rows).index_select(1, tensor(new long[] { 3, 1 }))));
        Assert.AreEqual((2, 4), (fewer.Architecture.ClassCount, more.Architecture.ClassCount));
        CollectionAssert.AreEqual(new float[] { 0, -1 }, fewer.Offsets);
        Assert.IsTrue(fewer.Describe(eye(2)).eq(network.Describe(eye(2))).all().item<bool>());
        network.Dispose();
        Assert.IsTrue(more.call(rows).isfinite().all().item<bool>(), "each has weights of its own");
        Assert.ThrowsExactly<InvalidOperationException>(() =>
            new PrototypeNetwork(new PrototypeArchitecture(Given, 2, null)).Describe(eye(2)));
    }

    private static float Difference(Tensor one, Tensor other) => (one - other).abs().max().item<float>();
}
