using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Sequences.Encoders;

/// <summary>What libtorch's LSTM answers, beside its equations in float64: its fast ways are not right everywhere.</summary>
[TestClass]
public sealed class LstmAnswerTests
{
    private const int Steps = 5, InputSize = 4;

    public static IEnumerable<object[]> Ways =>
        from batch in new[] { 1, 8 }
        from learns in new[] { false, true }
        select new object[] { batch, learns };

    [TestMethod]
    [DynamicData(nameof(Ways))]
    public void It_is_that_of_the_equations_for_any_number_of_units(int batch, bool learns)
    {
        foreach (var units in Enumerable.Range(1, 70))
            Assert.IsLessThan(1e-5, Error(units, batch, learns, Precision.Float32), $"{units} units");
    }

    [TestMethod]
    [DynamicData(nameof(Ways))]
    public void It_comes_near_in_bfloat16(int batch, bool learns)
    {
        if (MixedPrecision.WhyNot is { } why)
            Assert.Inconclusive(why);
        foreach (var units in Enumerable.Range(1, 70))
            Assert.IsLessThan(0.02, Error(units, batch, learns, Precision.BFloat16), $"{units} units");
    }

    [TestMethod]
    [DataRow(false, 1)]
    [DataRow(true, 1)]
    [DataRow(true, 2)]
    public void A_long_sequence_is_read_in_parts_and_answered_as_in_one(bool goesOn, int layers)
    {
        const int batch = 64, units = 128, count = 75; // in parts of 32 steps
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = new LstmEncoder { HiddenSize = units, LayerCount = layers }.Create(InputSize, layers, 0);
        var whole = (TorchSharp.Modules.LSTM)layer.named_children().Single().module;
        var steps = randn(batch, count, InputSize).requires_grad_();
        Tensor[]? before = goesOn ? [randn(layers, batch, units), randn(layers, batch, units)] : null;
        var (output, hidden, cell) = before is null ? whole.call(steps) : whole.call(steps, (before[0], before[1]));
        var (answer, state) = layer.Run(steps, before);
        CollectionAssert.AreEqual(output.shape, answer.shape);
        Assert.IsLessThan(1e-5, Distance(answer, output.detach().to(ScalarType.Float64)));
        Assert.IsLessThan(1e-5, Distance(state[0], hidden.detach().to(ScalarType.Float64)));
        Assert.IsLessThan(1e-5, Distance(state[1], cell.detach().to(ScalarType.Float64)));
        Tensor[] learned = [steps, .. layer.parameters()];
        var expected = autograd.grad([output.sin().mean()], learned);
        var slopes = autograd.grad([answer.sin().mean()], learned);
        foreach (var (a, b) in slopes.Zip(expected))
            Assert.IsLessThan(1e-6, Distance(a, b.to(ScalarType.Float64)));
    }

    [TestMethod]
    public void What_comes_first_is_the_same_however_long_a_sequence_is()
    {
        using var scope = NewDisposeScope();
        using var layer = new LstmEncoder { HiddenSize = 128 }.Create(InputSize, 1, 0);
        var steps = randn(64, 75, InputSize);
        using var gradientsOff = no_grad();
        var (all, _) = layer.Run(steps, null);
        var (first, _) = layer.Run(steps.narrow(1, 0, 20), null);
        Assert.IsLessThan(1e-6, Distance(all.narrow(1, 0, 20), first.to(ScalarType.Float64)));
    }

    // The largest distance of outputs and of the last state.
    private static double Error(int units, int batch, bool learns, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var layer = new LstmEncoder { HiddenSize = units }.Create(InputSize, 1, 0);
        var seeded = new Generator((ulong)units);
        using (no_grad())
            foreach (var weight in layer.parameters())
                weight.copy_(randn(weight.shape, generator: seeded).mul_(0.4.ToScalar()));
        var steps = randn(batch, Steps, InputSize, generator: seeded);
        var (output, state) = Expected(layer.parameters().Select(weight => weight.detach().to(ScalarType.Float64)).ToArray(), steps);
        using var mode = learns ? (IDisposable)enable_grad() : no_grad();
        using var region = MixedPrecision.Begin(precision);
        var (answer, reached) = layer.Run(steps, null);
        return new[] { Distance(answer, output), Distance(reached[0][0], output.select(1, Steps - 1)), Distance(reached[1][0], state) }.Max();
    }

    private static double Distance(Tensor answer, Tensor expected) =>
        (answer.detach().to(ScalarType.Float64) - expected).abs().max().item<double>();

    // Hochreiter and Schmidhuber 1997 as torch.nn.LSTM writes it: gates i, f, g, o.
    private static (Tensor Output, Tensor Cell) Expected(Tensor[] weights, Tensor steps)
    {
        var batch = steps.shape[0];
        var units = weights[1].shape[1];
        var read = steps.to(ScalarType.Float64);
        var (hidden, cell) = (zeros(batch, units, ScalarType.Float64), zeros(batch, units, ScalarType.Float64));
        var outputs = new List<Tensor>();
        for (var step = 0; step < Steps; step++)
        {
            var sums = read.select(1, step).mm(weights[0].t()) + hidden.mm(weights[1].t()) + weights[2] + weights[3];
            var gates = sums.chunk(4, 1);
            cell = (gates[1].sigmoid() * cell) + (gates[0].sigmoid() * gates[2].tanh());
            hidden = gates[3].sigmoid() * cell.tanh();
            outputs.Add(hidden);
        }
        return (stack(outputs, 1), cell);
    }
}
