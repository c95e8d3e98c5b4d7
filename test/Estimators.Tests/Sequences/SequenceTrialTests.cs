using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Few sequences of keys, read by the best of a few networks.</summary>
[TestClass]
public sealed class SequenceTrialTests
{
    private const string Both = "bidirectional LstmEncoder, Attention";
    private const string Counted = "TimeDelayEncoder, Mean";

    // As the fit would have it, but soon content.
    private static readonly TrainingOptions Brief =
        new() { Seed = 1, BatchSize = 64, LearningRate = 0.02, EarlyStopping = new EarlyStopping { Patience = 1 }, GradientClipNorm = 1 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Few_sequences_of_keys_are_read_by_whichever_of_three_networks_does_better_on_rows_held_out()
    {
        var data = Sequences.Create(_ml, 160);
        using var model = Trainer(Brief).Fit(data);
        var choice = model.TrainingHistory.Chosen.Single(c => c.Option == nameof(RecurrentNetworkOptions.Encoder));
        StringAssert.Contains(choice.Reason, " of LstmEncoder, Last against ");
        StringAssert.Contains(choice.Reason, $" of {Both} against ");
        StringAssert.Contains(choice.Reason, $" of {Counted}");
        Assert.AreEqual(choice.Value == Both, model.Architecture.Encoder.Stack.Bidirectional);
        Assert.AreEqual(
            choice.Value switch { Both => SequencePooling.Attention, Counted => SequencePooling.Mean, _ => SequencePooling.Last },
            model.Architecture.Pooling);
        var best = model.TrainingHistory.Epochs.Min(epoch => epoch.ValidationLoss!.Value);
        var losses = choice.Reason.Split(' ').Where(word => char.IsAsciiDigit(word[0]))
            .Select(word => double.Parse(word, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.HasCount(3, losses);
        Assert.AreEqual(losses.Min(), best, 0.01 * best);
        Assert.IsNotEmpty(model.TrainingHistory.Comparisons, "the one that is kept is set beside simple methods");
    }

    [TestMethod]
    public void Where_the_keys_alone_tell_the_label_in_whatever_order_those_are_counted()
    {
        var random = new Random(1);
        // each word is somewhat likelier in one kind of passage, and no word tells much
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(i => new Passage
        {
            Words = [.. Enumerable.Range(0, 40).Select(_ => (2 * random.Next(100)) + (random.NextDouble() < 0.7 ? i % 2 : 1 - (i % 2)))
                .Select(word => $"{word}")],
            Label = i % 2 == 0,
        }).ToArray());
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Features", "Words").Fit(data).Transform(data);
        using var model = _ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            Training = Brief with { LearningRate = null, BatchSize = 16, EarlyStopping = new EarlyStopping { Patience = 3 } },
        }).Fit(keyed);
        Assert.AreEqual(Counted, model.TrainingHistory.Chosen.Single(c => c.Option == "Encoder").Value);
        Assert.AreEqual("0.003", model.TrainingHistory.Chosen.Single(c => c.Option == "Training.LearningRate").Value);
        var right = model.Transform(keyed).GetColumn<bool>("PredictedLabel").Zip(keyed.GetColumn<bool>("Label"))
            .Average(pair => pair.First == pair.Second ? 1.0 : 0);
        Assert.IsGreaterThan(0.95, right);
    }

    [TestMethod]
    public void The_same_fit_chooses_the_same_and_goes_on_from_what_was_chosen()
    {
        var data = Sequences.Create(_ml, 160);
        using var first = Trainer(Brief).Fit(data);
        using var second = Trainer(Brief).Fit(data);
        CollectionAssert.AreEqual(Scores(first), Scores(second));
        using var further = Trainer(Brief).Fit(data, first);
        Assert.AreEqual(first.Architecture, further.Architecture);

        float[] Scores(RecurrentNetworkTransformer model) => [.. model.Transform(data).GetColumn<float>("Score")];
    }

    [TestMethod]
    public void Whoever_sets_epochs_or_an_encoder_trains_one_network()
    {
        var data = Sequences.Create(_ml, 160);
        using var timed = Trainer(Brief with { Epochs = 2, EarlyStopping = null }).Fit(data);
        StringAssert.Contains(timed.TrainingHistory.Chosen.Single(c => c.Option == "Encoder").Reason, "steps are keys");
        Assert.IsFalse(timed.Architecture.Encoder.Stack.Bidirectional);
        using var given = _ml.BinaryClassification.Trainers.RecurrentNetwork(
            Options(Brief) with { Encoder = new GruEncoder { HiddenSize = 4 } }).Fit(data);
        Assert.IsFalse(given.TrainingHistory.Chosen.Any(c => c.Option == "Encoder"));
    }

    [TestMethod]
    public void The_network_that_lost_leaves_nothing_behind()
    {
        var data = Sequences.Create(_ml, 160);
        var counted = new TimeDelayEncoder { HiddenSize = 64 };
        using (Trainer(Brief).Fit(data))
        {
        }
        // a convolution of torch leaves one itself, until it is collected
        Assert.AreEqual(
            Left(_ml.BinaryClassification.Trainers.RecurrentNetwork(Options(Brief) with { Encoder = counted })), Left(Trainer(Brief)));

        long Left(RecurrentNetworkEstimator trainer)
        {
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            using (trainer.Fit(data))
            {
            }
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
        }
    }

    private static RecurrentNetworkOptions Options(TrainingOptions training) =>
        new() { LabelColumnName = "StartsWithOne", FeatureColumnName = "Keys", EmbeddingSize = 4, Training = training };

    private RecurrentNetworkEstimator Trainer(TrainingOptions training) =>
        _ml.BinaryClassification.Trainers.RecurrentNetwork(Options(training));

    private sealed record Passage
    {
        public string[] Words { get; init; } = [];

        public bool Label { get; init; }
    }
}
