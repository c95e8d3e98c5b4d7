using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Sequences;

/// <summary>Which keys are hidden, and what is learned of them.</summary>
[TestClass]
public sealed class MaskedTokenStepTests
{
    private const int Keys = 50;

    [TestMethod]
    public void Held_out_keys_are_asked_for_in_the_share_and_always_the_same()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using var step = Step(network, 0.15);
        var batch = Batch(rows: 200, length: 40);
        var (keys, asked) = step.HeldOut(batch);
        Assert.AreEqual(0.15, asked.to(float32).mean().item<float>(), 0.02);
        Assert.IsTrue(asked.Equals(step.HeldOut(batch).Asked));
        var byPlace = asked.to(float32).mean([0L]);
        Assert.IsLessThan(0.35, byPlace.max().item<float>(), "no place is preferred");
        Assert.AreEqual(0, keys.masked_select(asked).eq(0).sum().item<long>());
    }

    [TestMethod]
    public void Missing_keys_ends_and_those_that_are_never_masked_are_not_asked_for_and_every_other_sequence_once()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using var step = Step(network, 0.001, never: [7, 9]);
        var rows = tensor(new[] { 7, 3, 9, 4, 7, 9, 0, 0, 5, 6, 6, 6 }, [3, 4]);
        var batch = new TensorBatch((BatchMember.Features, rows), (BatchMember.Lengths, tensor(new long[] { 4, 3, 1 })));
        var (_, asked) = step.HeldOut(batch);
        CollectionAssert.AreEqual(
            new float[] { 1, 0, 1 }, Toy.Values(asked.sum(1).to(float32)), "of the second row nobody can be asked for");
        Assert.IsFalse(asked[0, 0].item<bool>() || asked[0, 2].item<bool>(), "they are never masked");
        Assert.IsTrue(asked[2, 0].item<bool>(), "the only key before the end");
        var before = Toy.Values(network.named_parameters().First().parameter);
        var sums = new RowSums();
        var nothing = new TensorBatch(
            (BatchMember.Features, tensor(new[] { 7, 9, 0, 0 }, [2, 2])), (BatchMember.Lengths, tensor(new long[] { 2, 0 })));
        step.Train(nothing, sums);
        step.Evaluate(nothing, sums);
        Assert.AreEqual(0, sums.Rows);
        CollectionAssert.AreEqual(before, Toy.Values(network.named_parameters().First().parameter));
    }

    [TestMethod]
    public void The_loss_is_the_cross_entropy_of_what_is_hidden()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using var step = Step(network, 0.15);
        using (no_grad())
            foreach (var (name, parameter) in network.named_parameters())
                if (name is "answer.decoder" or "answer.bias")
                    parameter.zero_();
        var sums = new RowSums();
        step.Evaluate(Batch(20, 10), sums);
        Assert.AreEqual(Math.Log(Keys + 1), sums.MeanLoss, 1e-5, "all keys, and a missing one, are alike");
        Assert.AreEqual(Math.Log2(Keys + 1), sums.MeanMetrics[MetricNames.BitsPerToken], 1e-5);
    }

    [TestMethod]
    public void A_mask_hides_the_key_and_a_kept_key_is_seen()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network();
        network.eval();
        var (one, other) = (tensor(new long[] { 1, 2, 3 }, [1, 3]), tensor(new long[] { 1, 9, 3 }, [1, 3]));
        var lengths = tensor(new long[] { 3 });
        var middle = tensor(new[] { false, true, false }, [1, 3]);
        var none = zeros_like(middle);
        Assert.IsTrue(network.Answer(one, lengths, middle, middle).Equals(network.Answer(other, lengths, middle, middle)));
        Assert.IsFalse(network.Answer(one, lengths, none, middle).Equals(network.Answer(other, lengths, none, middle)));
        CollectionAssert.AreEqual(new long[] { 1, Keys + 1 }, network.Answer(one, lengths, middle, middle).shape);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_rule_over_neighbours_is_learned_with_tied_weights_and_without(bool tied)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = Network(tied);
        using var step = Step(network, 0.3);
        // Each sequence counts up by 2: a hidden key follows from any other.
        var rows = tensor(Enumerable.Range(0, 16).SelectMany(row => Enumerable.Range(0, 6).Select(i => 1 + ((row + (2 * i)) % Keys)))
            .ToArray(), [16, 6]);
        var batch = new TensorBatch((BatchMember.Features, rows), (BatchMember.Lengths, full(16, 6, dtype: int64)));
        var (first, last) = (new RowSums(), new RowSums());
        step.Evaluate(batch, first);
        for (var i = 0; i < 150; i++)
            using (NewDisposeScope())
                step.Train(batch, new RowSums());
        network.eval();
        step.Evaluate(batch, last);
        Assert.IsLessThan(0.3 * first.MeanLoss, last.MeanLoss);
    }

    private static MaskedTokenNetwork Network(bool tied = false)
    {
        manual_seed(1);
        var encoder = new TransformerEncoder { HiddenSize = 16, HeadCount = 2, FeedForwardSize = 32 };
        return new MaskedTokenNetwork(new MaskedTokenArchitecture(
            new SequenceEncoderArchitecture(Keys, 1, 16, new RecurrentStackArchitecture(encoder, 16), 0), tied));
    }

    private static MaskedTokenStep Step(MaskedTokenNetwork network, double share, long[]? never = null) => new(
        network, new WeightUpdate(network.parameters(), new TrainingOptions { LearningRate = 0.01 }), new TokenMasking(share, 0.1, 0.1),
        Keys, never ?? [], CPU);

    private static TensorBatch Batch(int rows, int length)
    {
        var random = new Random(1);
        var keys = Enumerable.Range(0, rows * length).Select(_ => random.Next(1, Keys + 1)).ToArray();
        return new TensorBatch(
            (BatchMember.Features, tensor(keys, [rows, length])), (BatchMember.Lengths, full(rows, length, dtype: int64)));
    }
}
