using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Cells that look at the whole sequence, against a loop over the equations in double precision.</summary>
[TestClass]
public sealed class AttentionLstmTests
{
    private static readonly AttentionLstmEncoder Encoder = new() { HiddenSize = 4, AttentionSize = 3 };

    // 10 numbers a step, 16 units, 5 steps; and other sizes.
    [TestMethod]
    [DataRow(10, 16, 16, 5, false)]
    [DataRow(2, 4, 3, 6, true)]
    [DataRow(1, 1, 1, 1, false)]
    public void A_layer_follows_its_equations(int inputs, int units, int size, int time, bool causal)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(7);
        var encoder = Encoder with { HiddenSize = units, AttentionSize = size, Causal = causal };
        using var layer = (AttentionLstmLayer)encoder.Create(inputs, 1, 0);
        var weights = layer.state_dict().ToDictionary(w => w.Key, w => w.Value.data<float>().Select(x => (double)x).ToArray());
        var steps = randn(1, time, inputs);
        var x = Enumerable.Range(0, time).Select(t => steps[0, t].data<float>().Select(v => (double)v).ToArray()).ToArray();
        var (output, looked) = (layer.Run(steps, null).Output, layer.Look(steps, null).Weights);
        var (h, c) = (new double[units], new double[units]);
        for (var t = 0; t < time; t++)
        {
            var seen = causal ? t + 1 : time;
            double[] energies = [.. x.Take(seen).Select(step => Enumerable.Range(0, size).Sum(k => weights["attention.energy.weight"][k]
                * Math.Tanh(Row(weights["attention.memory.weight"], k, step) + Row(weights["attention.query.weight"], k, h)
                    + weights["attention.query.bias"][k])))];
            var sum = energies.Sum(Math.Exp);
            double[] shares = [.. energies.Select(e => Math.Exp(e) / sum)];
            double[] context = [.. Enumerable.Range(0, inputs).Select(i => shares.Select((share, at) => share * x[at][i]).Sum())];
            double[] state = [.. h, .. context];
            double Gate(int row) => Row(weights["input.weight"], row, x[t]) + weights["input.bias"][row]
                + Row(weights["recurrent.weight"], row, state);
            c = [.. c.Select((cell, u) => (Sigmoid(Gate(units + u)) * cell) + (Sigmoid(Gate(u)) * Math.Tanh(Gate((2 * units) + u))))];
            h = [.. c.Select((cell, u) => Sigmoid(Gate((3 * units) + u)) * Math.Tanh(cell))];
            for (var u = 0; u < units; u++)
                Assert.AreEqual(h[u], output[0, t, u].item<float>(), 1e-6, $"step {t}, unit {u}");
            for (var at = 0; at < time; at++)
                Assert.AreEqual(at < seen ? shares[at] : 0, looked[0, t, at].item<float>(), 1e-6, $"step {t} at {at}");
        }

        static double Row(double[] matrix, int row, double[] vector) =>
            vector.Select((value, column) => matrix[(row * vector.Length) + column] * value).Sum();

        static double Sigmoid(double sum) => 1 / (1 + Math.Exp(-sum));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void The_weights_of_a_sequence_are_the_same_alone_and_beside_longer_ones(bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(Encoder with { LayerCount = 2 }, 3, bidirectional));
        var steps = randn(2, 6, 3);
        var together = stack.Look(steps, tensor(new long[] { 6, 4 })).Weights;
        var alone = stack.Look(steps.narrow(0, 1, 1).narrow(1, 0, 4), null).Weights;
        Near(alone[0], together[1].narrow(0, 0, 4).narrow(1, 0, 4));
        Near(zeros(4, 2), together[1].narrow(0, 0, 4).narrow(1, 4, 2));
        Near(ones(6), together[0].sum(1));
    }

    [TestMethod]
    public void Both_directions_show_their_weights_in_the_order_of_the_sequence()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(2);
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(Encoder, 2, Bidirectional: true));
        var layers = stack.named_children().ToDictionary(child => child.name, child => child.module);
        var steps = randn(1, 5, 2);
        var ahead = ((AttentionLstmLayer)layers["forward0"]).Look(steps, null).Weights;
        var back = ((AttentionLstmLayer)layers["backward0"]).Look(steps.flip(1), null).Weights.flip(1).flip(2);
        var (output, weights) = stack.Look(steps, null);
        Near((ahead + back) / 2, weights);
        Near(stack.Run(steps, null), output);
    }

    [TestMethod]
    public void A_causal_one_sees_nothing_that_comes_later_and_goes_on_from_its_state()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(3);
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(Encoder with { Causal = true, LayerCount = 2 }, 3));
        var steps = randn(2, 7, 3);
        var whole = stack.Run(steps, null);
        Near(whole.narrow(1, 0, 3), stack.Run(steps.narrow(1, 0, 3), null));
        var (first, states) = stack.Continue(steps.narrow(1, 0, 3), null);
        var (second, _) = stack.Continue(steps.narrow(1, 3, 4), states);
        Near(whole, cat([first, second], 1));
        using var ahead = new RecurrentStack(new RecurrentStackArchitecture(Encoder, 3));
        Assert.ThrowsExactly<InvalidOperationException>(() => ahead.Continue(steps, null));
    }

    [TestMethod]
    public void Layers_without_attention_have_none_to_show()
    {
        using var scope = NewDisposeScope();
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(new LstmEncoder { HiddenSize = 2 }, 3));
        Assert.ThrowsExactly<InvalidOperationException>(() => stack.Look(zeros(1, 2, 3), null));
    }

    [TestMethod]
    public void The_size_of_what_is_compared_is_at_least_one()
    {
        var faults = new List<string>();
        (Encoder with { AttentionSize = 0 }).Validate(new PartFaults("Encoder", (name, _, _) => faults.Add(name)));
        CollectionAssert.AreEqual(new[] { "Encoder.AttentionSize" }, faults);
    }

    private static void Near(Tensor expected, Tensor actual) => Assert.IsLessThan(1e-6f, (expected - actual).abs().max().item<float>());
}
