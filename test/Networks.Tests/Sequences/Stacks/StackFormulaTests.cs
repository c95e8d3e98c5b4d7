using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Stacks of layers in one and both directions, put together by hand, and labels without steps at their edges.</summary>
[TestClass]
public sealed class StackFormulaTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static IEnumerable<object[]> Encoders =>
    [
        [new GruEncoder { HiddenSize = 3, LayerCount = 2 }], [new LstmEncoder { HiddenSize = 3, LayerCount = 2 }],
        [new ElmanEncoder { HiddenSize = 3, LayerCount = 2 }], [new PeepholeLstmEncoder { HiddenSize = 3, LayerCount = 2 }],
        [new GruEncoder { HiddenSize = 3, LayerCount = 2, ResetBefore = true }],
    ];

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void Both_directions_of_a_layer_lie_side_by_side_and_feed_the_next(SequenceEncoder encoder)
    {
        using var stack = HandWeights.Drawn(new RecurrentStack(new RecurrentStackArchitecture(encoder, 2, Bidirectional: true)));
        stack.eval();
        var w = HandWeights.Of(stack);
        var (steps, lengths) = (randn(2, 4, 2), tensor(new long[] { 4, 2 }));
        var current = new[] { steps[0], steps[1, ..2] }; // each sequence by itself
        for (var depth = 0; depth < 2; depth++)
        {
            using var ahead = Layer("forward", depth);
            using var back = Layer("backward", depth);
            current = Array.ConvertAll(current, sequence => cat(
                [ahead.call(sequence.unsqueeze(0))[0], back.call(sequence.flip(0).unsqueeze(0))[0].flip(0)], 1));
        }
        var found = stack.Run(steps, lengths);
        CollectionAssert.AreEqual(new long[] { 2, 4, 6 }, found.shape);
        TensorAssert.AreClose(current[0], found[0], 1e-5);
        TensorAssert.AreClose(current[1], found[1, ..2], 1e-5);
        var last = stack.Last(found, lengths);
        TensorAssert.AreClose(cat([current[1][1, ..3], current[1][0, 3..]], 0), last[1], 1e-5, "both ends of what was read");

        SequenceLayer Layer(string way, int depth)
        {
            var layer = encoder.Create(depth == 0 ? 2 : 6, 1, depth);
            var own = $"{way}{depth}.";
            layer.load_state_dict(w.Where(pair => pair.Key.StartsWith(own, StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key[own.Length..], pair => pair.Value));
            return layer;
        }
    }

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void The_summary_of_whole_sequences_is_what_is_said_at_their_end(SequenceEncoder encoder)
    {
        foreach (var bidirectional in new[] { false, true })
        {
            using var stack = HandWeights.Drawn(new RecurrentStack(new RecurrentStackArchitecture(encoder, 2, bidirectional)));
            stack.eval();
            var steps = randn(3, 5, 2);
            TensorAssert.AreClose(stack.Last(stack.call(steps), null), stack.Summarize(steps), 1e-5, $"both ways: {bidirectional}");
        }
    }

    [TestMethod]
    public void A_sequence_of_one_step_is_its_own_end_and_beginning()
    {
        using var stack = HandWeights.Drawn(new RecurrentStack(
            new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 2, Bidirectional: true)));
        var steps = randn(2, 1, 2);
        var said = stack.Run(steps, tensor(new long[] { 1, 1 }));
        TensorAssert.AreClose(said[.., 0], stack.Last(said, tensor(new long[] { 1, 1 })), 1e-6);
        TensorAssert.AreClose(stack.call(steps), said, 1e-6);
    }

    [TestMethod]
    public void Nats_of_labels_have_the_slopes_of_their_sum_over_ways() => TensorAssert.HasSlope(
        logits => TemporalClassification.Nats(
            logits, tensor(new long[] { 4, 3 }), tensor(new long[] { 1, 2, 2, 0 }, [2, 2]), tensor(new long[] { 2, 1 })).sum(),
        randn(2, 4, 3, dtype: ScalarType.Float64), 1e-6);

    [TestMethod]
    [DataRow(new int[] { }, 0)]
    [DataRow(new[] { 1 }, 1)]
    [DataRow(new[] { 1, 2, 1 }, 3)]
    [DataRow(new[] { 1, 1, 1 }, 5)]
    [DataRow(new[] { 2, 2, 1, 1 }, 6)]
    public void Equal_labels_need_a_step_between_them(int[] labels, int steps) =>
        Assert.AreEqual(steps, TemporalClassification.StepsFor(labels));

    [TestMethod]
    public void Of_no_steps_a_beam_finds_no_labels_and_of_sure_ones_what_they_say()
    {
        Assert.IsEmpty(PrefixBeam.Find([], 3, 2));
        var sure = Sure(0, 1, 1, 0, 1, 2, 2, 0);
        foreach (var width in new[] { 1, 2, 50 })
            CollectionAssert.AreEqual(new long[] { 1, 1, 2 }, PrefixBeam.Find(sure, 3, width), $"{width}");
        CollectionAssert.AreEqual(
            new long[] { 1, 1, 2 },
            TemporalClassification.BestPath(tensor(sure, [1, 8, 3]), tensor(new long[] { 8 }))[0]);
        CollectionAssert.AreEqual(
            new long[] { 1 }, TemporalClassification.BestPath(tensor(sure, [1, 8, 3]), tensor(new long[] { 3 }))[0], "up to the end");
    }

    // Logarithms of steps that leave next to no doubt.
    private static float[] Sure(params int[] answers) =>
        [.. answers.SelectMany(answer => Enumerable.Range(0, 3).Select(label => label == answer ? -0.001f : -8f))];
}
