using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Attention and its blocks against plain loops and torch's functions on the same weights.</summary>
[TestClass]
public sealed class AttentionForwardTests
{
    private static readonly TransformerEncoder Encoder =
        new() { HiddenSize = 6, HeadCount = 2, FeedForwardSize = 5, Activation = Activation.ReLU };

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Heads_are_stretches_of_the_width_one_part_after_the_other()
    {
        var steps = arange(2 * 3 * 12, float32).view(2, 3, 12); // two parts of two heads of three
        var parts = Attention.Heads(steps, 2, 2);
        Assert.HasCount(2, parts);
        CollectionAssert.AreEqual(new long[] { 2, 2, 3, 3 }, parts[0].shape);
        TensorAssert.AreSame(steps[1, 2, 0..3], parts[0][1, 0, 2]);
        TensorAssert.AreSame(steps[1, 2, 3..6], parts[0][1, 1, 2]);
        TensorAssert.AreSame(steps[0, 1, 9..12], parts[1][0, 1, 1]);
    }

    [TestMethod]
    [DataRow("all")]
    [DataRow("ends")]
    [DataRow("before")]
    public void What_a_step_sees_is_a_mean_of_values_by_the_likeness_of_keys(string view)
    {
        using var attention = HandWeights.Drawn(new SelfAttention(Encoder));
        attention.eval();
        var w = HandWeights.Of(attention);
        var (steps, lengths) = (randn(2, 4, 6), tensor(new long[] { 4, 2 }));
        var seen = view switch
        {
            "ends" => AttentionView.Within(lengths, 4),
            "before" => AttentionView.After(0, 4, CPU),
            _ => default,
        };
        var projected = nn.functional.linear(steps, w["projection.weight"], w["projection.bias"]);
        var joined = zeros(2, 4, 6);
        for (var row = 0; row < 2; row++)
            for (var head = 0; head < 2; head++)
                for (var step = 0; step < 4; step++)
                {
                    Tensor Part(int part, int of) => projected[row, of, ((part * 6) + (head * 3))..((part * 6) + (head * 3) + 3)];
                    var allowed = Enumerable.Range(0, 4).Where(
                        other => view switch { "ends" => other < (row == 0 ? 4 : 2), "before" => other <= step, _ => true }).ToArray();
                    var energies = allowed.Select(other => (Part(0, step) * Part(1, other)).sum().item<float>() / Math.Sqrt(3)).ToArray();
                    var total = energies.Sum(Math.Exp);
                    var mean = zeros(3);
                    for (var i = 0; i < allowed.Length; i++)
                        mean += Part(2, allowed[i]) * (Math.Exp(energies[i]) / total);
                    joined[row, step, (head * 3)..((head * 3) + 3)] = mean;
                }
        var expected = nn.functional.linear(joined, w["output.weight"], w["output.bias"]);
        TensorAssert.AreClose(expected, attention.Run(steps, seen, null).Output, 1e-4);
    }

    [TestMethod]
    public void Steps_that_follow_look_at_the_keys_and_values_of_those_before()
    {
        using var attention = HandWeights.Drawn(new SelfAttention(Encoder with { Positions = new RotaryPositions() }));
        attention.eval();
        var steps = randn(2, 5, 6);
        var (whole, keys, values) = attention.Run(steps, AttentionView.After(0, 5, CPU), null);
        var (first, k, v) = attention.Run(steps[.., ..2], AttentionView.After(0, 2, CPU), null);
        var (rest, allKeys, allValues) = attention.Run(steps[.., 2..], AttentionView.After(2, 3, CPU), (k, v));
        TensorAssert.AreClose(whole, cat([first, rest], 1), 1e-5);
        TensorAssert.AreClose(keys, allKeys, 1e-5);
        TensorAssert.AreClose(values, allValues, 1e-5);
    }

    [TestMethod]
    public void Views_tell_what_a_step_may_look_at()
    {
        Assert.AreEqual(new AttentionView(null, false), AttentionView.Within(null, 3));
        var within = AttentionView.Within(tensor(new long[] { 1, 3 }), 3).Mask!;
        CollectionAssert.AreEqual(new long[] { 2, 1, 1, 3 }, within.shape);
        TensorAssert.Holds([1, 0, 0, 1, 1, 1], within.to(float32), 0);
        Assert.AreEqual(new AttentionView(null, true), AttentionView.After(0, 3, CPU));
        Assert.AreEqual(new AttentionView(null, false), AttentionView.After(0, 1, CPU), "one step sees itself");
        Assert.AreEqual(default, AttentionView.After(7, 1, CPU), "one step sees all that was before it");
        TensorAssert.Holds([1, 1, 1, 0, 1, 1, 1, 1], AttentionView.After(2, 2, CPU).Mask!.to(float32), 0);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_block_normalizes_before_its_parts_or_behind_their_sums(bool first)
    {
        using var block = HandWeights.Drawn(new TransformerBlock(Encoder with { NormalizeFirst = first, NormalizationEpsilon = 1e-3 }));
        block.eval();
        var w = HandWeights.Of(block);
        using var attention = new SelfAttention(Encoder);
        attention.load_state_dict(w.Where(pair => pair.Key.StartsWith("attention.", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key["attention.".Length..], pair => pair.Value));
        Tensor Norm(Tensor x, string name) => nn.functional.layer_norm(x, [6], w[$"{name}.weight"], w[$"{name}.bias"], 1e-3);
        Tensor Dense(Tensor x) => nn.functional.linear(
            nn.functional.linear(x, w["wide.weight"], w["wide.bias"]).relu(), w["narrow.weight"], w["narrow.bias"]);
        var steps = randn(2, 3, 6);
        Tensor expected;
        if (first)
        {
            var inner = steps + attention.call(Norm(steps, "attentionNorm"));
            expected = inner + Dense(Norm(inner, "denseNorm"));
        }
        else
        {
            var inner = Norm(steps + attention.call(steps), "attentionNorm");
            expected = Norm(inner + Dense(inner), "denseNorm");
        }
        TensorAssert.AreClose(expected, block.call(steps), 1e-4);
    }

    [TestMethod]
    public void A_block_that_reads_beside_looks_between_its_two_parts()
    {
        using var block = HandWeights.Drawn(new TransformerBlock(Encoder, memorySize: 4));
        block.eval();
        var (steps, read) = (randn(2, 3, 6), randn(2, 5, 4));
        var mask = AttentionView.Within(tensor(new long[] { 5, 2 }), 5);
        var answer = block.Run(steps, default, null, (block.Prepare(read), mask)).Output;
        var changed = read.clone();
        changed[1, 2..] = 100; // behind the end of what the second row reads
        TensorAssert.AreClose(answer, block.Run(steps, default, null, (block.Prepare(changed), mask)).Output, 1e-5);
        changed[1, 1] = 100;
        var other = block.Run(steps, default, null, (block.Prepare(changed), mask)).Output;
        TensorAssert.AreClose(answer[0], other[0], 1e-5);
        Assert.IsGreaterThan(1e-3f, (answer[1] - other[1]).abs().max().item<float>());
    }

    [TestMethod]
    public void Cross_attention_is_torchs_over_what_was_prepared()
    {
        using var cross = HandWeights.Drawn(new CrossAttention(Encoder, 4));
        cross.eval();
        var w = HandWeights.Of(cross);
        var (steps, read) = (randn(2, 3, 6), randn(2, 5, 4));
        var prepared = nn.functional.linear(read, w["memory.weight"], w["memory.bias"]); // keys, values
        var queries = nn.functional.linear(steps, w["query.weight"], w["query.bias"]);
        Tensor Split(Tensor x) => x.view(2, -1, 2, 3).transpose(1, 2);
        var weights = (Split(queries).matmul(Split(prepared[.., .., ..6]).transpose(2, 3)) / Math.Sqrt(3)).softmax(3);
        var seen = weights.matmul(Split(prepared[.., .., 6..])).transpose(1, 2).reshape(2, 3, 6);
        TensorAssert.AreClose(prepared, cross.call(read), 1e-5);
        TensorAssert.AreClose(
            nn.functional.linear(seen, w["output.weight"], w["output.bias"]), cross.Look(steps, prepared, default), 1e-4);
    }

    [TestMethod]
    public void Turned_heads_have_the_slopes_of_a_rotation() => TensorAssert.HasSlope(
        heads => (new RotaryPositions { Base = 50 }.Turn(heads, 3) * arange(24, float64).view(1, 1, 3, 8)).sum(),
        randn(1, 1, 3, 8, dtype: ScalarType.Float64), 1e-5);

    [TestMethod]
    public void Turning_keeps_the_length_of_each_head_and_the_first_place_as_it_is()
    {
        var heads = randn(2, 3, 4, 6);
        var turned = new RotaryPositions().Turn(heads, 0);
        TensorAssert.AreClose(heads.norm(3), turned.norm(3), 1e-5);
        TensorAssert.AreClose(heads[.., .., 0], turned[.., .., 0], 1e-6);
        TensorAssert.AreClose(turned[.., .., 2..], new RotaryPositions().Turn(heads[.., .., 2..], 2), 1e-5, "places go on from a start");
        Assert.AreSame(heads, new SinusoidalPositions().Turn(heads, 1));
    }

    [TestMethod]
    public void Places_are_added_once_and_those_of_odd_widths_lack_the_last_wave()
    {
        using var waves = new SinusoidalPositions().CreateAdded(5);
        var places = waves.At(2, 3, CPU);
        CollectionAssert.AreEqual(new long[] { 3, 5 }, places.shape);
        for (var step = 0; step < 3; step++)
            for (var i = 0; i < 5; i++)
            {
                var angle = (step + 2) * Math.Pow(10_000, -(i / 2 * 2) / 5.0);
                Assert.AreEqual(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle), places[step, i].item<float>(), 1e-5);
            }
        var steps = randn(2, 4, 5);
        TensorAssert.AreClose(steps + waves.At(0, 4, CPU), waves.call(steps), 1e-6);
        Assert.AreEqual((null, null, 77), (
            new SinusoidalPositions().LongestSequence, new RotaryPositions().LongestSequence,
            new LearnedPositions { MaximumLength = 77 }.LongestSequence));
    }

    [TestMethod]
    public void Faults_of_a_transformer_say_what_its_numbers_must_be()
    {
        Told.Exactly(new TransformerEncoder { HiddenSize = 6, HeadCount = 4 }.Validate, "HeadCount is 4; a divisor of HiddenSize, 6");
        Told.Exactly(
            new TransformerEncoder { HeadCount = 0, FeedForwardSize = 0, StochasticDepth = 1, NormalizationEpsilon = 0 }.Validate,
            "HeadCount is 0; at least 1", "FeedForwardSize is 0; at least 1", "StochasticDepth is 1; in [0, 1)",
            "NormalizationEpsilon is 0; above 0");
        Told.Exactly(new TransformerEncoder { Positions = null! }.Validate, "Positions is ; given");
        Told.Exactly(
            new TransformerEncoder { HiddenSize = 6, HeadCount = 2, Positions = new RotaryPositions { Base = 1 } }.Validate,
            "Positions.Base is 1; above 1", "Positions is RotaryPositions; other positions, or heads of an even width: they are 3 wide");
        Told.Exactly(
            new TransformerEncoder { Positions = new LearnedPositions { MaximumLength = 0 } }.Validate,
            "Positions.MaximumLength is 0; at least 1");
        Told.Exactly(
            new TransformerEncoder { Activation = Activation.ParametricReLU }.Validate,
            "Activation is ParametricReLU; a function without weights of its own");
        Assert.AreEqual(256, new TransformerEncoder { HiddenSize = 64 }.FeedForwardUnits);
        Assert.AreEqual(3, new TransformerEncoder { FeedForwardSize = 3 }.FeedForwardUnits);
    }

    [TestMethod]
    public void The_largest_product_of_a_step_is_that_of_its_widest_layer()
    {
        using var narrow = new TransformerStack(Encoder, 6);
        Assert.AreEqual(6 * 18, narrow.LargestProductOfStep, "queries, keys and values together");
        using var wide = new TransformerStack(Encoder with { FeedForwardSize = 40 }, 6);
        Assert.AreEqual(6 * 40, wide.LargestProductOfStep);
    }
}
