using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>What transformers promise: padding, order, places and steps that follow.</summary>
[TestClass]
public sealed class TransformerTests
{
    private static readonly TransformerEncoder Small = new() { HiddenSize = 8, HeadCount = 2, LayerCount = 2, FeedForwardSize = 16 };

    public static IEnumerable<object[]> Kinds =>
        from positions in new PositionEncoding[]
        {
            new SinusoidalPositions(), new LearnedPositions { MaximumLength = 20 }, new RotaryPositions(),
        }
        from causal in new[] { false, true }
        from first in new[] { false, true }
        select new object[] { Small with { Positions = positions, Causal = causal, NormalizeFirst = first } };

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Neither_padding_nor_the_rows_around_change_an_answer(TransformerEncoder encoder)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(encoder, 3));
        var (steps, lengths) = (randn(4, 12, 3), tensor(new long[] { 12, 7, 1, 10 }));
        var together = stack.Run(steps, lengths);
        var other = steps.clone();
        other[1].narrow(0, 7, 5).fill_(1000);
        var repadded = stack.Run(other, lengths);
        for (var row = 0; row < 4; row++)
        {
            var length = lengths[row].item<long>();
            var alone = stack.Run(steps[row].narrow(0, 0, length).unsqueeze(0), null)[0];
            Near(alone, together[row].narrow(0, 0, length), 1e-6f);
            Near(alone, repadded[row].narrow(0, 0, length), 1e-6f);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Only_one_that_looks_both_ways_changes_with_what_follows(TransformerEncoder encoder)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(2);
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(encoder, 3));
        var steps = randn(1, 9, 3);
        var changed = steps.clone();
        changed.narrow(1, 5, 4).add_(1);
        var difference = (stack.call(steps) - stack.call(changed)).narrow(1, 0, 5).abs().max().item<float>();
        Assert.AreEqual(encoder.Causal, difference < 1e-6f, $"{difference}");
        if (!encoder.Causal)
            Assert.ThrowsExactly<InvalidOperationException>(() => stack.Continue(steps, null));
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Steps_that_follow_give_what_all_steps_together_give(TransformerEncoder encoder)
    {
        if (!encoder.Causal)
            return;
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(3);
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(encoder, 3));
        var steps = randn(2, 11, 3);
        var whole = stack.Run(steps, null);
        Tensor[][]? state = null;
        var start = 0;
        foreach (var count in new[] { 4, 1, 1, 3, 2 })
        {
            (var output, state) = stack.Continue(steps.narrow(1, start, count), state);
            Near(whole.narrow(1, start, count), output, 1e-5f);
            start += count;
        }
    }

    [TestMethod]
    public void Without_places_an_order_is_not_seen_and_with_them_it_is()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        foreach (var positions in new PositionEncoding[] { new SinusoidalPositions(), new LearnedPositions(), new RotaryPositions() })
        {
            manual_seed(4);
            using var stack = new RecurrentStack(new RecurrentStackArchitecture(Small with { Positions = positions }, 3));
            var steps = randn(1, 6, 3);
            var mirrored = stack.call(steps.flip(1)).flip(1);
            Assert.IsGreaterThan(1e-4f, (stack.call(steps) - mirrored).abs().max().item<float>(), $"{positions}");
            foreach (var (_, weight) in stack.named_parameters().Where(p => p.name.EndsWith("places", StringComparison.Ordinal)))
                weight.zero_();
            if (positions is LearnedPositions)
                Near(stack.call(steps), stack.call(steps.flip(1)).flip(1), 1e-6f);
        }
    }

    [TestMethod]
    public void Waves_are_those_of_the_paper()
    {
        using var scope = NewDisposeScope();
        foreach (var width in new[] { 6, 7 })
        {
            using var places = new SinusoidalPositions().CreateAdded(width);
            var at = places.At(3, 4, CPU);
            CollectionAssert.AreEqual(new long[] { 4, width }, at.shape);
            for (var t = 0; t < 4; t++)
                for (var i = 0; i < width; i++)
                {
                    var angle = (t + 3) * Math.Pow(10_000, -2.0 * (i / 2) / width);
                    Assert.AreEqual(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle), at[t, i].item<float>(), 1e-6, $"{t}, {i}");
                }
        }
    }

    [TestMethod]
    public void Turned_heads_see_distances_and_not_places()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var rotary = new RotaryPositions();
        var (query, key) = (randn(1, 2, 1, 8), randn(1, 2, 1, 8));
        float[] At(long queryPlace, long keyPlace) =>
            (rotary.Turn(query, queryPlace) * rotary.Turn(key, keyPlace)).sum(3).flatten().data<float>().ToArray();
        var (near, far, other) = (At(7, 4), At(107, 104), At(7, 5));
        for (var head = 0; head < 2; head++)
        {
            Assert.AreEqual(near[head], far[head], 1e-4);
            Assert.AreNotEqual(near[head], other[head], 1e-3f);
        }
        Assert.AreEqual(query.norm().item<float>(), rotary.Turn(query, 9).norm().item<float>(), 1e-5);
    }

    [TestMethod]
    public void Sequences_past_the_learned_places_are_refused_in_words()
    {
        using var scope = NewDisposeScope();
        using var stack = new RecurrentStack(
            new RecurrentStackArchitecture(Small with { Positions = new LearnedPositions { MaximumLength = 4 } }, 3));
        _ = stack.call(randn(1, 4, 3));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => stack.call(randn(1, 5, 3))).Message,
            "There are 4 learned positions, and a sequence of 5 steps.");
    }

    [TestMethod]
    public void Every_fault_is_named()
    {
        Assert.IsEmpty(Faults(Small with { LayerCount = 1, Dropout = 0.1 }), "dropout lies within a layer, too");
        CollectionAssert.AreEqual(new[] { "HeadCount is 3; it must be a divisor of HiddenSize, 8" }, Faults(Small with { HeadCount = 3 }));
        CollectionAssert.AreEqual(new[] { "HeadCount is 0; it must be at least 1" }, Faults(Small with { HeadCount = 0 }));
        CollectionAssert.AreEqual(
            new[] { "FeedForwardSize is 0; it must be at least 1" }, Faults(Small with { FeedForwardSize = 0 }));
        CollectionAssert.AreEqual(
            new[] { "Activation is ParametricReLU; it must be a function without weights of its own" },
            Faults(Small with { Activation = Activation.ParametricReLU }));
        CollectionAssert.AreEqual(
            new[] { "Positions.MaximumLength is 0; it must be at least 1" },
            Faults(Small with { Positions = new LearnedPositions { MaximumLength = 0 } }));
        CollectionAssert.AreEqual(
            new[] { "Positions.Base is 1; it must be above 1" }, Faults(Small with { Positions = new RotaryPositions { Base = 1 } }));
        StringAssert.Contains(
            Faults(Small with { HeadCount = 8, Positions = new RotaryPositions() }).Single(), "heads of an even width: they are 1 wide");
        CollectionAssert.AreEqual(new[] { "Positions is ; it must be given" }, Faults(Small with { Positions = null! }));
    }

    [TestMethod]
    public void Weights_of_the_last_layer_add_up_to_one_within_the_sequence()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(6);
        using var both = new TransformerStack(Small, 3);
        var weights = both.Look(randn(2, 6, 3), tensor(new long[] { 6, 2 })).Weights;
        Near(ones(2, 6), weights.sum(2), 1e-6f);
        Assert.AreEqual(0, weights[1].narrow(1, 2, 4).sum().item<float>());
        using var causal = new TransformerStack(Small with { Causal = true }, 3);
        Assert.AreEqual(0, causal.Look(randn(2, 6, 3), null).Weights.triu(1).sum().item<float>());
    }

    [TestMethod]
    [DataRow(false, true)]
    [DataRow(true, true)]
    [DataRow(false, false)]
    public void What_steps_say_is_the_same_with_and_without_their_weights(bool causal, bool normalizeFirst)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(8);
        using var stack = new TransformerStack(Small with { Causal = causal, NormalizeFirst = normalizeFirst }, 3);
        stack.eval();
        var (steps, lengths) = (randn(2, 6, 3), tensor(new long[] { 6, 2 }));
        var (plain, looking) = (stack.Read(steps, lengths), stack.Look(steps, lengths).Output);
        Near(plain[0], looking[0], 1e-6f);
        Near(plain[1].narrow(0, 0, 2), looking[1].narrow(0, 0, 2), 1e-6f); // behind the end it means nothing
    }

    [TestMethod]
    public void What_is_said_all_at_once_is_what_is_said_key_by_key()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(7);
        using var network = SequenceToSequenceNetwork.Of(new SequenceToSequenceArchitecture(
            new SequenceEncoderArchitecture(5, 1, 8, new RecurrentStackArchitecture(Small, 8), 0), 4, 8, Small with { Causal = true }));
        network.eval();
        var (rows, lengths) = (randint(1, 6, [3, 7], ScalarType.Int32), tensor(new long[] { 7, 3, 5 }));
        var targets = randint(0, 5, [3, 6]);
        var (memory, state) = network.Encode(rows, lengths);
        var together = network.Force(rows, lengths, targets, new bool[6]);
        var previous = zeros(3, dtype: ScalarType.Int64);
        for (var step = 0; step < 6; step++)
        {
            (var logits, state) = network.Step(memory, previous, state);
            Near(together.select(1, step), logits, 1e-5f);
            previous = targets.select(1, step);
        }
    }

    private static string[] Faults(SequenceEncoder encoder)
    {
        var faults = new List<string>();
        encoder.Validate(new PartFaults("Encoder", (name, value, must) => faults.Add(
            FormattableString.Invariant($"{name["Encoder.".Length..]} is {value}; it must be {must}"))));
        return [.. faults];
    }

    private static void Near(Tensor expected, Tensor actual, float tolerance) =>
        Assert.IsLessThan(tolerance, (expected - actual).abs().max().item<float>());
}
