using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Boltzmann;

[TestClass]
public sealed class DeepBeliefTransformerTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Features_are_those_of_the_network()
    {
        using var scope = NewDisposeScope();
        var network = Network();
        using var model = Model(network);
        var rows = new[] { new float[] { 1, 0, 1, 0 }, [0, 0.5f, 1, 1] };
        var found = model.Transform(Data(rows)).GetColumn<float[]>("Features").ToArray();
        using var gradientsOff = no_grad();
        var expected = network.call(tensor(rows.SelectMany(row => row).ToArray(), [2, 4])).data<float>().ToArray();
        for (var i = 0; i < 4; i++)
            Assert.AreEqual(expected[i], found[i / 2][i % 2], 1e-6);
        CollectionAssert.AreEqual(new[] { 3, 2 }, model.HiddenSizes.ToArray());
        Assert.HasCount(2, model.PretrainingHistories);
    }

    [TestMethod]
    public void A_reconstruction_goes_up_and_down_again()
    {
        using var scope = NewDisposeScope();
        var network = Network();
        using var model = Model(network);
        float[] row = [1, 0, 1, 0];
        var restored = model.Reconstruct(Data(row)).GetColumn<float[]>("Bits").Single();
        using var gradientsOff = no_grad();
        var (lower, upper) = (network.Machines[0], network.Machines[1]);
        var expected = lower.VisibleMean(upper.VisibleMean(network.call(tensor(row, [1, 4])))).data<float>().ToArray();
        for (var i = 0; i < 4; i++)
            Assert.AreEqual(expected[i], restored[i], 1e-6);
    }

    [TestMethod]
    public void Rows_are_drawn_alike_with_the_same_seed_and_each_is_a_row()
    {
        using var model = Model(Network());
        var drawn = model.Sample(20, 3, seed: 5);
        Assert.HasCount(20, drawn);
        Assert.IsTrue(drawn.All(row => row.Length == 4 && row.All(bit => bit is 0 or 1)));
        CollectionAssert.AreEqual(drawn.SelectMany(row => row).ToArray(), model.Sample(20, 3, seed: 5).SelectMany(row => row).ToArray());
        CollectionAssert.AreNotEqual(drawn.SelectMany(row => row).ToArray(), model.Sample(20, 3, seed: 6).SelectMany(row => row).ToArray());
        Assert.IsTrue(model.Sample(3, 1, means: true, seed: 1).SelectMany(row => row).All(mean => mean is > 0 and < 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Sample(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Sample(1, 0));
    }

    [TestMethod]
    public void A_description_without_layers_or_with_too_few_histories_is_damaged()
    {
        var columns = new DeepBeliefColumns("Features", "Bits");
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() =>
                new DeepBeliefDescription(columns, new DeepBeliefArchitecture([]), []).Check()).Message,
            "damaged");
        Assert.ThrowsExactly<FormatException>(() =>
            new DeepBeliefDescription(columns, Architecture, [new TrainingHistory()]).Check());
        var unrolled = new UnrolledDeepBeliefArchitecture([], 2, Activation.ReLU, 0);
        Assert.ThrowsExactly<FormatException>(() =>
            new DeepBeliefPredictionDescription("Bits", unrolled, new BinaryHead(), [], new TrainingHistory()).Check());
    }

    [TestMethod]
    public void Rows_of_another_size_are_refused()
    {
        using var model = Model(Network());
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(_ml.Data.LoadFromEnumerable([new Wide()])));
        StringAssert.Contains(error.Message, "Schema mismatch for input column 'Bits': expected Vector<Single, 4>, got Vector<Single, 5>");
    }

    private static readonly DeepBeliefArchitecture Architecture =
        DeepBeliefArchitecture.Create(4, VisibleUnits.Bernoulli, [(3, HiddenUnits.Bernoulli), (2, HiddenUnits.Bernoulli)]);

    private static DeepBeliefNetwork Network()
    {
        manual_seed(1);
        var network = new DeepBeliefNetwork(Architecture);
        using var gradientsOff = no_grad();
        foreach (var weight in network.parameters())
            weight.normal_(0, 0.8).DetachFromDisposeScope();
        return network;
    }

    private DeepBeliefTransformer Model(DeepBeliefNetwork network) => new(
        _ml, new DeepBeliefDescription(new DeepBeliefColumns("Features", "Bits"), Architecture,
            [new TrainingHistory(), new TrainingHistory()]),
        network, CPU);

    private IDataView Data(params float[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Bits = row }).ToArray());

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Bits { get; set; } = [];
    }

    private sealed class Wide
    {
        [VectorType(5)]
        public float[] Bits { get; set; } = new float[5];
    }
}
