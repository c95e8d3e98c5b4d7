using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>The parts of sequence networks, each alone.</summary>
[TestClass]
public sealed class SequencePartsTests
{
    [TestMethod]
    public void Attention_weighs_the_steps_that_are_there()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        using var attention = new AdditiveAttention(3, 2, 4);
        var (steps, state) = (randn(2, 5, 3), randn(2, 2));
        var mask = tensor(new[] { true, true, true, true, true, true, true, false, false, false }, [2, 5]);
        var (context, weights) = attention.Look(steps, attention.call(steps), mask, state);
        CollectionAssert.AreEqual(new[] { 1f, 1f }, Rounded(weights.sum(1)));
        Assert.AreEqual(0f, weights[1].narrow(0, 2, 3).abs().sum().item<float>());
        Near(context[1], steps[1, 0].mul(weights[1, 0]).add(steps[1, 1].mul(weights[1, 1])));
    }

    [TestMethod]
    public void Attention_looks_where_the_energy_is()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var attention = new AdditiveAttention(1, 1, 1);
        Fill(attention, ("memory.weight", [1]), ("query.weight", [0]), ("query.bias", [0]), ("energy.weight", [2]));
        var steps = tensor(new float[] { 0, 1, -1 }, [1, 3, 1]);
        var (_, weights) = attention.Look(steps, attention.call(steps), ones(1, 3, dtype: ScalarType.Bool), zeros(1, 1));
        double[] energies = [1, Math.Exp(2 * Math.Tanh(1)), Math.Exp(-2 * Math.Tanh(1))];
        CollectionAssert.AreEqual(energies.Select(e => MathF.Round((float)(e / energies.Sum()), 4)).ToArray(), Rounded(weights));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(4)]
    public void A_time_delay_layer_sees_three_steps_as_far_apart_as_its_dilation_and_never_ahead(int dilation)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var layer = new TimeDelayLayer(1, 1, taps: 3, dilation);
        Fill(layer, ("convolution.weight", [100, 10, 1]), ("convolution.bias", [0]));
        var steps = tensor(Enumerable.Range(1, 10).Select(i => (float)i).ToArray(), [1, 10, 1]);
        var output = layer.call(steps).contiguous().data<float>().ToArray();
        for (var t = 0; t < 10; t++)
        {
            int At(int back) => t - back >= 0 ? t - back + 1 : 0;
            Assert.AreEqual(At(0) + (10 * At(dilation)) + (100 * At(2 * dilation)), output[t], $"step {t}");
        }
    }

    [TestMethod]
    public void A_peephole_cell_steps_as_its_equations_say()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var layer = new PeepholeLstmLayer(1, 1);
        Fill(layer, ("input.weight", [0.5f, -0.3f, 0.8f, 0.1f]), ("input.bias", [0.1f, 0.2f, -0.1f, 0.3f]),
            ("recurrent.weight", [0.7f, 0.4f, -0.6f, 0.2f]), ("peepholes", [0.9f, -0.8f, 0.5f]));
        var (h, c) = (0.0, 0.0);
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        var output = layer.call(tensor(new float[] { 1, -2, 3 }, [1, 3, 1])).contiguous().data<float>().ToArray();
        foreach (var (x, t) in new[] { (1.0, 0), (-2, 1), (3, 2) })
        {
            var i = Sigmoid((0.5 * x) + 0.1 + (0.7 * h) + (0.9 * c));
            var f = Sigmoid((-0.3 * x) + 0.2 + (0.4 * h) - (0.8 * c));
            c = (f * c) + (i * Math.Tanh((0.8 * x) - 0.1 - (0.6 * h)));
            h = Sigmoid((0.1 * x) + 0.3 + (0.2 * h) + (0.5 * c)) * Math.Tanh(c); // the output gate sees the new cell
            Assert.AreEqual(h, output[t], 1e-6, $"step {t}");
        }
    }

    [TestMethod]
    public void A_mask_tells_the_steps_of_each_sequence_and_none_is_shorter_than_one()
    {
        using var scope = NewDisposeScope();
        var mask = SequenceEncoderNetwork.Mask(tensor(new long[] { 0, 1, 3, 9 }), 3);
        CollectionAssert.AreEqual(
            new[] { false, false, false, true, false, false, true, true, true, true, true, true }, mask.data<bool>().ToArray());
        CollectionAssert.AreEqual(new long[] { 1, 1, 3 },
            SequenceEncoderNetwork.AtLeastOne(tensor(new long[] { 0, 1, 3 })).data<long>().ToArray());
    }

    [TestMethod]
    public void Training_in_segments_answers_like_a_whole_pass_and_only_the_last_steps_pass_slopes_back()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var stack = new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 1);
        using var whole = new SequenceEncoderNetwork(new SequenceEncoderArchitecture(0, 1, 0, stack, 0));
        using var cut = new SequenceEncoderNetwork(new SequenceEncoderArchitecture(0, 1, 0, stack, SegmentLength: 3));
        using (no_grad())
            NetworkWeights.Copy(whole.state_dict(), cut.state_dict());
        cut.train();
        var (rows, lengths) = (randn(2, 8), tensor(new long[] { 8, 8 }));
        var inputs = rows.detach().requires_grad_();
        var steps = cut.call(inputs, lengths);
        Near(steps, whole.call(rows, lengths));
        steps.sum().backward();
        var slopes = inputs.grad!.abs().sum([0L]).data<float>().ToArray();
        Assert.IsTrue(slopes[..5].All(slope => slope == 0), "before the last three steps");
        Assert.IsTrue(slopes[5..].All(slope => slope > 0));
    }

    [TestMethod]
    public void Keys_are_embedded_with_a_place_for_the_missing_one()
    {
        using var scope = NewDisposeScope();
        using var encoder = new SequenceEncoderNetwork(
            new SequenceEncoderArchitecture(4, 1, 2, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 2), 0));
        var embedding = (Embedding)encoder.children().First(module => module is Embedding);
        CollectionAssert.AreEqual(new long[] { 5, 2 }, embedding.weight!.shape);
        var inputs = encoder.Inputs(tensor(new[] { 0, 4, 2 }, [1, 3], dtype: ScalarType.Int32), 1, 2);
        Near(inputs[0, 0], embedding.weight[4]);
        Near(inputs[0, 1], embedding.weight[2]);
    }

    private static void Fill(nn.Module module, params (string Name, float[] Values)[] weights)
    {
        var state = module.state_dict();
        foreach (var (name, values) in weights)
            state[name].copy_(tensor(values, state[name].shape));
    }

    private static float[] Rounded(Tensor values) => Array.ConvertAll(values.contiguous().data<float>().ToArray(), v => MathF.Round(v, 4));

    private static void Near(Tensor expected, Tensor actual) => Assert.IsLessThan(1e-5f, (expected - actual).abs().max().item<float>());
}
