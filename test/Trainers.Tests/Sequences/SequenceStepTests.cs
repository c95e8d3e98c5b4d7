using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Sequences;

/// <summary>What the steps over sequences count, carry on and leave out.</summary>
[TestClass]
public sealed class SequenceStepTests
{
    private static readonly RecurrentEncoder Gru = new GruEncoder { HiddenSize = 3 };

    [TestMethod]
    public void Tags_that_are_missing_or_behind_the_end_are_not_counted()
    {
        using var scope = NewDisposeScope();
        using var network = Tagging();
        Answer(network, key: 1);
        using var step = new RecurrentTaggingStep(network, Update(network), 0);
        var sums = new RowSums();
        step.Evaluate(Tagged(), sums);
        // Tags: row 0 has 2, 0 (missing), 1; row 1 has 2 and then ends. Class 1 is always answered, with a chance of almost 1.
        Assert.AreEqual(2 / 3.0, sums.MeanMetrics[MetricNames.Accuracy], 1e-9);
        Assert.AreEqual(20 / 3.0, sums.MeanLoss, 1e-4, "one of three was given e⁻²⁰");
    }

    [TestMethod]
    public void A_batch_without_a_tag_teaches_nothing()
    {
        using var scope = NewDisposeScope();
        using var network = Tagging();
        var before = Values(network);
        using var step = new RecurrentTaggingStep(network, Update(network), 0);
        var (learned, measured) = (new RowSums(), new RowSums());
        var batch = Batch(zeros(2, 3), [3, 1], zeros(2, 3, dtype: int32));
        step.Train(batch, learned);
        step.Evaluate(batch, measured);
        CollectionAssert.AreEqual(before, Values(network));
        Assert.AreEqual((0.0, 2L), (learned.MeanLoss, learned.Rows));
        Assert.AreEqual(0, measured.Rows);
    }

    [TestMethod]
    public void Segments_make_a_step_each_and_the_loss_is_over_all_tags()
    {
        using var scope = NewDisposeScope();
        using var whole = Tagging();
        using var parted = Tagging();
        var options = new TrainingOptions { LearningRate = 1e-9, Optimizer = new GradientDescentOptimizer() };
        var (update, updates) = (new WeightUpdate(whole.parameters(), options), new WeightUpdate(parted.parameters(), options));
        using var one = new RecurrentTaggingStep(whole, update, 0);
        using var several = new RecurrentTaggingStep(parted, updates, 2);
        var (expected, found) = (new RowSums(), new RowSums());
        one.Train(Tagged(), expected);
        several.Train(Tagged(), found);
        Assert.AreEqual(expected.MeanLoss, found.MeanLoss, 1e-5);
        Assert.AreEqual(1, update.Memory.Steps.Max());
        Assert.AreEqual(2, updates.Memory.Steps.Max(), "of steps 0 and 1, and of step 2");
    }

    [TestMethod]
    public void A_written_sequence_counts_its_end_and_nothing_behind_it()
    {
        using var scope = NewDisposeScope();
        using var network = Writing();
        var weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        using (no_grad())
        {
            weights["answer.weight"].zero_();
            weights["answer.bias"].copy_(tensor(new float[] { 10, 0, -10 })); // always the end
        }
        using var step = new SequenceToSequenceStep(network, Update(network), 1);
        var sums = new RowSums();
        step.Evaluate(Written(), sums);
        // Row 0 writes 1, 2 and ends; row 1 ends at once: four answers, two of them right.
        Assert.AreEqual(0.5, sums.MeanMetrics[MetricNames.Accuracy]);
        Assert.AreEqual((10 + 20) / 4.0, sums.MeanLoss, 1e-3);
    }

    [TestMethod]
    public void Writing_is_learned_with_and_without_the_right_keys_before()
    {
        foreach (var forcing in new[] { 1.0, 0.5, 0.0 })
        {
            using var scope = NewDisposeScope();
            manual_seed(1);
            using var network = Writing();
            using var step = new SequenceToSequenceStep(network, Update(network, 0.05), forcing);
            var (first, last) = (new RowSums(), new RowSums());
            step.Evaluate(Written(), first);
            for (var i = 0; i < 40; i++)
                using (NewDisposeScope())
                    step.Train(Written(), new RowSums());
            step.Evaluate(Written(), last);
            Assert.IsLessThan(0.5 * first.MeanLoss, last.MeanLoss, $"{forcing}");
            Assert.IsTrue(step.LossTellsProgress);
        }
    }

    [TestMethod]
    public void A_text_goes_on_from_the_state_before_and_begins_anew_where_it_begins()
    {
        using var scope = NewDisposeScope();
        using var network = Language();
        using var step = new TokenLanguageStep(network, Update(network, 1e-12), 2, MetricNames.BitsPerCharacter, CPU);
        var text = tensor(new long[] { 0, 1, 2, 3, 3, 2, 1, 0 }, [2, 4]);
        var targets = tensor(new long[] { 1, 2, 3, 3, 2, 1, 0, 0 }, [2, 4]);
        var (whole, parts, anew) = (new RowSums(), new RowSums(), new RowSums());
        step.Evaluate(Characters(text, targets, begins: true), whole);
        step.Evaluate(Characters(text.narrow(1, 0, 2), targets.narrow(1, 0, 2), begins: true), parts);
        step.Evaluate(Characters(text.narrow(1, 2, 2), targets.narrow(1, 2, 2), begins: false), parts);
        Assert.AreEqual(whole.MeanLoss, parts.MeanLoss, 1e-5);
        Assert.AreEqual(whole.MeanMetrics[MetricNames.BitsPerCharacter], parts.MeanMetrics[MetricNames.BitsPerCharacter], 1e-5);
        Assert.AreEqual(whole.MeanLoss / Math.Log(2), whole.MeanMetrics[MetricNames.BitsPerCharacter], 1e-6);
        step.Evaluate(Characters(text.narrow(1, 0, 2), targets.narrow(1, 0, 2), begins: true), anew);
        step.Evaluate(Characters(text.narrow(1, 2, 2), targets.narrow(1, 2, 2), begins: true), anew);
        Assert.AreNotEqual(whole.MeanLoss, anew.MeanLoss, "without what came before");
    }

    [TestMethod]
    public void Training_keeps_its_own_state_and_measuring_does_not_disturb_it()
    {
        using var scope = NewDisposeScope();
        using var network = Language();
        using var step = new TokenLanguageStep(network, Update(network, 1e-12), 2, MetricNames.BitsPerCharacter, CPU);
        var text = tensor(new long[] { 0, 1, 2, 3 }, [2, 2]);
        Assert.IsTrue(step.State.Values.All(state => state.abs().max().item<float>() == 0), "it begins with nothing");
        step.Train(Characters(text, text, begins: true), new RowSums());
        var after = Toy.Values(step.State["state0.0"]);
        Assert.IsTrue(after.Any(number => number != 0));
        step.Evaluate(Characters(text, text, begins: true), new RowSums());
        CollectionAssert.AreEqual(after, Toy.Values(step.State["state0.0"]));
        step.Train(Characters(text, text, begins: false), new RowSums());
        CollectionAssert.AreNotEqual(after, Toy.Values(step.State["state0.0"]));
        step.Train(Characters(text, text, begins: true), new RowSums());
        for (var i = 0; i < after.Length; i++)
            Assert.AreEqual(after[i], Toy.Values(step.State["state0.0"])[i], 1e-6, "from nothing again");
    }

    [TestMethod]
    public void States_of_held_out_texts_are_let_go()
    {
        using var scope = NewDisposeScope();
        using var network = Language();
        var text = tensor(new long[] { 0, 1, 2, 3 }, [2, 2]);
        var begins = Characters(text, text, begins: true);
        var goesOn = Characters(text, text, begins: false);
        var before = LiveTensors.Count();
        using (var step = new TokenLanguageStep(network, Update(network), 2, MetricNames.BitsPerCharacter, CPU))
            for (var i = 0; i < 5; i++)
                using (NewDisposeScope())
                using (no_grad())
                    step.Evaluate(i == 0 ? begins : goesOn, new RowSums());
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static RecurrentTaggingNetwork Tagging()
    {
        manual_seed(1);
        return new(new RecurrentTaggingArchitecture(new SequenceEncoderArchitecture(0, 1, 0, new RecurrentStackArchitecture(Gru, 1), 0),
            2));
    }

    private static SequenceToSequenceNetwork Writing()
    {
        manual_seed(1);
        var encoder = new SequenceEncoderArchitecture(0, 1, 0, new RecurrentStackArchitecture(Gru, 1), 0);
        return SequenceToSequenceNetwork.Of(new SequenceToSequenceArchitecture(encoder, 2, 3, Gru));
    }

    private static TokenLanguageNetwork Language()
    {
        manual_seed(1);
        return new(new TokenLanguageArchitecture(4, 3, new RecurrentStackArchitecture(Gru, 3)));
    }

    // The same answer at every step, e²⁰ times as likely as any other.
    private static void Answer(nn.Module network, int key)
    {
        var weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        using var gradientsOff = no_grad();
        weights["answer.weight"].zero_();
        weights["answer.bias"].zero_();
        weights["answer.bias"][key] = tensor(20f);
    }

    private static WeightUpdate Update(nn.Module network, double rate = 0.1) =>
        new(network.parameters(), new TrainingOptions { LearningRate = rate });

    private static TensorBatch Tagged() =>
        Batch(tensor(new float[] { 1, -1, 2, 0.5f, 0, 0 }, [2, 3]), [3, 1], tensor(new[] { 2, 0, 1, 2, 1, 1 }, [2, 3]));

    private static TensorBatch Written() => new(
        (BatchMember.Features, tensor(new float[] { 1, -1, 2, 0.5f, 0, 0 }, [2, 3])), (BatchMember.Lengths, tensor(new long[] { 3, 1 })),
        (BatchMember.Targets, tensor(new[] { 1, 2, 0, 0, 0, 0 }, [2, 3])), (BatchMember.TargetLengths, tensor(new long[] { 2, 0 })));

    private static TensorBatch Batch(Tensor features, long[] lengths, Tensor targets) =>
        new((BatchMember.Features, features), (BatchMember.Lengths, tensor(lengths)), (BatchMember.Targets, targets));

    private static TensorBatch Characters(Tensor text, Tensor targets, bool begins) => new(
        (BatchMember.Features, text), (BatchMember.Targets, targets),
            (BatchMember.Begins, begins ? ones(2, dtype: int64) : zeros(2, dtype: int64)));

    private static float[] Values(nn.Module network) => [.. network.state_dict().Values.SelectMany(Toy.Values)];
}
