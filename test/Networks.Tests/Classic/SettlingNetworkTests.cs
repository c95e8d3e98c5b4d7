using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Classic;

/// <summary>Given weights, left to themselves.</summary>
[TestClass]
public sealed class SettlingNetworkTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void A_linear_network_settles_where_its_equation_is_solved()
    {
        var network = Network(4, Activation.Identity, 500, 1e-7);
        network.Weight.copy_(randn(4, 4).mul(0.2f));
        network.Bias.copy_(randn(4));
        var settled = network.Settle(randn(3, 4));
        var solution = linalg.solve(eye(4) - network.Weight, network.Bias.unsqueeze(1)).t(); // a = W a + b
        Assert.IsLessThan(1e-4f, (settled.State - solution).abs().max().item<float>());
        Assert.IsLessThan(500f, settled.Steps.max().item<float>());
    }

    [TestMethod]
    public void Steps_follow_the_rule_row_by_row()
    {
        var network = Network(3, Activation.Tanh, 4, 1e-9);
        network.Weight.copy_(randn(3, 3));
        network.Bias.copy_(randn(3));
        var start = randn(2, 3);
        var expected = start;
        for (var step = 0; step < 4; step++)
            expected = (expected.mm(network.Weight.t()) + network.Bias).tanh();
        var settled = network.Settle(start);
        Assert.IsLessThan(1e-6f, (settled.State - expected).abs().max().item<float>());
        CollectionAssert.AreEqual(new float[] { 4, 4 }, settled.Steps.data<float>().ToArray());
    }

    [TestMethod]
    public void A_row_that_has_settled_stays_whatever_the_others_do()
    {
        // Each unit becomes the other's opposite: 0 rests, anything else goes to and fro.
        var network = Network(2, Activation.HardTanh, 9, 1e-6);
        network.Weight.copy_(tensor(new float[] { 0, -1, -1, 0 }, [2, 2]));
        var settled = network.Settle(tensor(new float[] { 0, 0, 0.5f, 0.5f }, [2, 2]));
        CollectionAssert.AreEqual(new float[] { 0, 9 }, settled.Steps.data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 0, -0.5f, -0.5f }, settled.State.data<float>().ToArray());
    }

    [TestMethod]
    [DataRow(Activation.HardTanh, true)]
    [DataRow(Activation.Ramp, true)]
    [DataRow(Activation.ReLU, true)]
    [DataRow(Activation.Identity, true)]
    [DataRow(Activation.Tanh, false)]
    [DataRow(Activation.BipolarStep, false)]
    public void Energy_is_known_where_the_function_is_its_input_between_two_borders(Activation function, bool known) =>
        Assert.AreEqual(known, SettlingNetwork.HasEnergy(function));

    [TestMethod]
    public void Energy_falls_as_units_change_one_by_one_and_is_what_loops_make_of_it()
    {
        var network = Network(4, Activation.HardTanh, 1, 1e-6);
        var half = randn(4, 4);
        network.Weight.copy_(half + half.t());
        network.Weight.diagonal().zero_();
        network.Bias.copy_(randn(4));
        var state = rand(1, 4).mul(2f).sub(1f);
        for (var turn = 0; turn < 12; turn++)
        {
            var before = network.Energy(state).item<float>();
            var expected = 0.0;
            for (var i = 0; i < 4; i++)
            {
                expected -= network.Bias[i].item<float>() * state[0, i].item<float>();
                expected += 0.5 * state[0, i].item<float>() * state[0, i].item<float>();
                for (var j = 0; j < 4; j++)
                    expected -= 0.5 * network.Weight[i, j].item<float>() * state[0, i].item<float>() * state[0, j].item<float>();
            }
            Assert.AreEqual(expected, before, 1e-4);
            var unit = turn % 4;
            state[0, unit] = network.Settle(state).State[0, unit];
            Assert.IsLessThanOrEqualTo(before + 1e-5f, network.Energy(state).item<float>());
        }
    }

    private static SettlingNetwork Network(int units, Activation function, int steps, double tolerance) =>
        new(new SettlingArchitecture(units, function, steps, tolerance));
}
