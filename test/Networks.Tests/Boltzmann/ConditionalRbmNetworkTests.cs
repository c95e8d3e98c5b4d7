using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Boltzmann;

/// <summary>A machine with a past against its energy, written out.</summary>
[TestClass]
public sealed class ConditionalRbmNetworkTests
{
    private const int Frame = 3;
    private const int Past = 2;
    private const int Hidden = 2;

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(3);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(VisibleUnits.Bernoulli)]
    [DataRow(VisibleUnits.Gaussian)]
    [DataRow(VisibleUnits.Counts)]
    public void The_free_energy_is_the_sum_over_hidden_bits_with_biases_that_the_past_moves(VisibleUnits units)
    {
        var network = Network(units);
        var rows = Rows(units, 4);
        var (past, present) = network.Split(rows);
        var drive = network.Of(past);
        var energies = network.FreeEnergy(present, network.HiddenInput(present, drive), drive).data<float>().ToArray();
        var words = network.Machine.MeanLength();
        for (var row = 0; row < 4; row++)
        {
            double Visible(int unit) => rows[row, (Past * Frame) + unit].item<float>();
            double Dynamic(Tensor bias, Tensor weights, int unit) => bias[unit].item<float>() + Enumerable.Range(0, Past * Frame)
                .Sum(i => weights[unit, i].item<float>() * rows[row, i].item<float>() / words);
            var sum = 0.0;
            for (var state = 0; state < 1 << Hidden; state++)
                sum += Math.Exp(-Energy(state));
            Assert.AreEqual(-Math.Log(sum), energies[row], 1e-4, $"row {row}");

            double Energy(int state)
            {
                var length = units == VisibleUnits.Counts ? Enumerable.Range(0, Frame).Sum(Visible) : 1;
                var energy = 0.0;
                for (var unit = 0; unit < Frame; unit++)
                {
                    var bias = Dynamic(network.Machine.VisibleBias, network.PastToVisible, unit);
                    energy += units == VisibleUnits.Gaussian ? Math.Pow(Visible(unit) - bias, 2) / 2 : -Visible(unit) * bias;
                }
                for (var h = 0; h < Hidden; h++)
                    if ((state >> h & 1) == 1)
                        energy -= (length * Dynamic(network.Machine.HiddenBias, network.PastToHidden, h)) + Enumerable.Range(0, Frame)
                            .Sum(unit => network.Machine.Weight[h, unit].item<float>() * Visible(unit));
                return energy;
            }
        }
    }

    [TestMethod]
    public void The_next_frame_goes_up_and_down_from_the_last_one()
    {
        var network = Network(VisibleUnits.Gaussian);
        var frames = randn(2000, Past * Frame);
        var (past, last) = network.PastOf(frames);
        CollectionAssert.AreEqual(frames.narrow(1, Frame, Frame).data<float>().ToArray(), last.data<float>().ToArray());
        var machine = network.Machine;
        var (visible, drive) = (last, network.Of(past));
        for (var pass = 0; pass < 3; pass++)
        {
            var hidden = (machine.HiddenBias + past.mm(network.PastToHidden.t()) + visible.mm(machine.Weight.t())).sigmoid();
            visible = machine.VisibleBias + past.mm(network.PastToVisible.t()) + hidden.mm(machine.Weight);
        }
        Assert.IsLessThan(1e-4f, (network.Next(past, last, 3) - visible).abs().max().item<float>());
        using var random = new GibbsRandom(1, CPU);
        var (mean, sample) = network.Draw(past, last, 2, random);
        Assert.AreEqual(1, (sample - mean).std().item<float>(), 0.05, "numbers have a noise of deviation 1");
    }

    [TestMethod]
    public void Without_weights_from_the_past_it_is_a_plain_machine()
    {
        var network = Network(VisibleUnits.Bernoulli);
        using (no_grad())
        {
            network.PastToVisible.zero_();
            network.PastToHidden.zero_();
        }
        var rows = Rows(VisibleUnits.Bernoulli, 6);
        var present = rows.narrow(1, Past * Frame, Frame);
        Assert.AreEqual(0f, (network.call(rows) - network.Machine.call(present)).abs().max().item<float>());
        var drive = network.Of(network.Split(rows).Past);
        var energies = network.FreeEnergy(present, network.HiddenInput(present, drive), drive);
        Assert.AreEqual(0f, (energies - network.Machine.FreeEnergy(present)).abs().max().item<float>());
    }

    [TestMethod]
    public void Past_and_present_are_standardized_alike()
    {
        var network = new ConditionalRbmNetwork(
            new(new(Frame, Hidden, VisibleUnits.Gaussian, HiddenUnits.Bernoulli), Past));
        network.Machine.StartAt(tensor(new[] { 10.0, 20, 30 }), tensor(new double[] { 1, 2, 5 }), 100);
        var (past, present) = network.Split(tensor(new float[] { 11, 20, 30, 10, 22, 30, 10, 20, 35 }, [1, 9]));
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 0, 1, 0 }, past.data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 0, 1 }, present.contiguous().data<float>().ToArray());
    }

    private static Tensor Rows(VisibleUnits units, int count) => units switch
    {
        VisibleUnits.Bernoulli => randint(0, 2, [count, (Past + 1) * Frame], ScalarType.Float32),
        VisibleUnits.Counts => randint(0, 4, [count, (Past + 1) * Frame], ScalarType.Float32),
        _ => randn(count, (Past + 1) * Frame),
    };

    private static ConditionalRbmNetwork Network(VisibleUnits units)
    {
        var network = new ConditionalRbmNetwork(new(new(Frame, Hidden, units, HiddenUnits.Bernoulli), Past));
        if (units == VisibleUnits.Counts)
            network.Machine.StartAt(tensor(new[] { 1.0, 2, 0.5 }), zeros(Frame, float64), 50);
        using var gradientsOff = no_grad();
        foreach (var parameter in network.parameters())
            parameter.copy_(randn(parameter.shape));
        return network;
    }
}
