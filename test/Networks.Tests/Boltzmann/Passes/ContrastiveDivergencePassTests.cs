using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Boltzmann.Passes;

[TestClass]
public sealed class ContrastiveDivergencePassTests
{
    private const int Visible = 13, Hidden = 21;

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Begin()
    {
        MklProducts.Require();
        manual_seed(1);
    }

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(1, 37, 1)]
    [DataRow(2, 37, 1)]
    [DataRow(2, 64, 3)]
    public void Without_chance_the_slopes_are_those_of_the_formula(int threads, int rows, int steps)
    {
        using var taken = new IntraOpThreads(threads);
        using var network = Machine(deviation: 400); // every unit is all but certain
        using var pass = ContrastiveDivergencePass.Of(network)!;
        var data = randint(2, [rows, Visible]).to(ScalarType.Float32);
        var (weight, visibleBias, hiddenBias) = (zeros(Hidden, Visible), zeros(Visible), zeros(Hidden));
        var error = pass.Run(data, steps, weight, visibleBias, hiddenBias);

        var positive = network.HiddenMean(network.HiddenInput(data));
        var (hidden, drawn) = (positive.round(), data);
        Tensor? first = null;
        for (var step = 0; step < steps; step++)
        {
            var means = network.VisibleMean(hidden);
            first ??= means;
            drawn = means.round();
            hidden = network.HiddenMean(network.HiddenInput(drawn)).round();
        }
        var negative = network.HiddenMean(network.HiddenInput(drawn));
        AssertNear((negative.t().mm(drawn) - positive.t().mm(data)).div(rows), weight, "weights");
        AssertNear(drawn.mean([0L]) - data.mean([0L]), visibleBias, "visible biases");
        AssertNear(negative.mean([0L]) - positive.mean([0L]), hiddenBias, "hidden biases");
        AssertNear(positive.mean([0L]), pass.Active, "active");
        AssertNear(data.mean([0L]), pass.Shown, "shown");
        Assert.AreEqual(nn.functional.mse_loss(first!, data).item<float>(), error, 1e-6);
    }

    [TestMethod]
    public void In_the_mean_samples_come_as_often_as_their_probabilities_say()
    {
        using var taken = new IntraOpThreads(2);
        using var network = Machine(deviation: 1);
        using var pass = ContrastiveDivergencePass.Of(network)!;
        var data = randint(2, [1, Visible]).to(ScalarType.Float32).expand(1 << 14, Visible);
        var (weight, visibleBias, hiddenBias) = (zeros(Hidden, Visible), zeros(Visible), zeros(Hidden));
        pass.Run(data, 1, weight, visibleBias, hiddenBias);
        using var random = new GibbsRandom(5, CPU);
        var positive = network.HiddenMean(network.HiddenInput(data));
        var drawn = random.Bits(network.VisibleMean(random.Bits(positive)));
        var negative = network.HiddenMean(network.HiddenInput(drawn));
        var most = 5 * Math.Sqrt(0.5 / (1 << 14)); // five deviations of the difference of two means of bits
        AssertNear(drawn.mean([0L]) - data.mean([0L]), visibleBias, "visible biases", most);
        AssertNear(negative.mean([0L]) - positive.mean([0L]), hiddenBias, "hidden biases", most);
        AssertNear((negative.t().mm(drawn) - positive.t().mm(data)).div(1 << 14), weight, "weights", most);
    }

    [TestMethod]
    public void The_seed_fixes_what_is_drawn()
    {
        using var taken = new IntraOpThreads(2);
        using var network = Machine(deviation: 1);
        using var pass = ContrastiveDivergencePass.Of(network)!;
        var data = rand(50, Visible);
        var drawn = new[] { 1, 1, 2 }.Select(seed =>
        {
            manual_seed(seed);
            var slope = zeros(Hidden, Visible);
            pass.Run(data, 2, slope, zeros(Visible), zeros(Hidden));
            return slope.ReadAll<float>();
        }).ToArray();
        CollectionAssert.AreEqual(drawn[0], drawn[1]);
        CollectionAssert.AreNotEqual(drawn[0], drawn[2]);
    }

    [TestMethod]
    [DataRow(VisibleUnits.Gaussian, HiddenUnits.Bernoulli)]
    [DataRow(VisibleUnits.Counts, HiddenUnits.Bernoulli)]
    [DataRow(VisibleUnits.Bernoulli, HiddenUnits.NoisyReLU)]
    public void Other_units_are_left_to_torch(VisibleUnits visible, HiddenUnits hidden)
    {
        using var network = new RbmNetwork(new RbmArchitecture(5, 4, visible, hidden));
        Assert.IsNull(ContrastiveDivergencePass.Of(network));
    }

    private static RbmNetwork Machine(double deviation)
    {
        var network = new RbmNetwork(new RbmArchitecture(Visible, Hidden, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli));
        using var gradientsOff = no_grad();
        foreach (var weight in network.parameters())
            weight.copy_(randn(weight.shape).mul_(deviation));
        return network;
    }

    private static void AssertNear(Tensor expected, Tensor actual, string what, double tolerance = 1e-6)
    {
        CollectionAssert.AreEqual(expected.shape, actual.shape, what);
        Assert.AreEqual(0, (expected - actual).abs().max().item<float>(), tolerance, what);
    }
}
