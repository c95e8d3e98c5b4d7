using Microsoft.ML;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Batches of like length, and keys that training does not show.</summary>
[TestClass]
public sealed class SequenceOrderTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_history_tells_less_padding_where_batches_have_like_lengths()
    {
        foreach (var (name, bucketed, plain) in (ReadOnlySpan<(string, TrainingHistory, TrainingHistory)>)
        [
            ("classifier", Classified(true), Classified(false)), ("tagger", Tagged(true), Tagged(false)),
            ("translator", Written(true), Written(false)), ("masked", Masked(true), Masked(false)),
        ])
        {
            var (few, many) = (bucketed.Epochs[^1].Metrics["padded steps"], plain.Epochs[^1].Metrics["padded steps"]);
            Assert.IsLessThan(0.6 * many, few, name);
            Assert.IsGreaterThan(0.2, many, name);
        }
    }

    [TestMethod]
    public void Keys_are_missing_only_while_the_network_learns_and_it_learns_all_the_same()
    {
        var data = Sequences.WithClass(_ml, rows: 300);
        double Loss(double dropout)
        {
            using var model = Fit(data, new RecurrentNetworkOptions { KeyDropout = dropout, Training = Sequences.Quick(epochs: 15) });
            Assert.IsGreaterThan(0.9, _ml.MulticlassClassification.Evaluate(model.Transform(data)).MicroAccuracy, $"dropout {dropout}");
            return model.TrainingHistory.Epochs[^1].TrainingLoss;
        }

        var (shown, hidden) = (Loss(0), Loss(0.3));
        Assert.IsGreaterThan(shown + 0.1, hidden, "where the first key is missing, nothing tells the class");
    }

    [TestMethod]
    public void Keys_cannot_be_missing_among_numbers_and_never_all_of_them()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TagSequence(
                "O", "Numbers", "Next", new SequenceTaggerOptions { StepSize = 2, KeyDropout = 0.1, Training = Sequences.Quick() })
                .Fit(Sequences.Create(_ml))).Message,
            "KeyDropout is 0.1; it must be 0, as the steps of column 'Numbers' are numbers and no keys.");
        foreach (var share in new[] { -0.1, 1, double.NaN })
            foreach (var create in new Action[]
            {
                () => _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions { KeyDropout = share }),
                () => _ml.Transforms.TagSequence("O", "Keys", "Next", new SequenceTaggerOptions { KeyDropout = share }),
                () => _ml.Transforms.SequenceToSequence("O", "Keys", "Next", new SequenceToSequenceOptions { KeyDropout = share }),
            })
                StringAssert.Contains(
                    Assert.ThrowsExactly<ArgumentException>(create).Message,
                    FormattableString.Invariant($"KeyDropout is {share}; it must be in [0, 1)."));
    }

    private TrainingHistory Classified(bool bucketed)
    {
        using var model = Fit(
            Sequences.WithClass(_ml, rows: 400), new RecurrentNetworkOptions { BucketByLength = bucketed, Training = Sequences.Quick(1) });
        return model.TrainingHistory;
    }

    private RecurrentNetworkTransformer Fit(IDataView data, RecurrentNetworkOptions options) =>
        _ml.MulticlassClassification.Trainers.RecurrentNetwork(
            options with { FeatureColumnName = "Keys", Encoder = new GruEncoder { HiddenSize = 8 } }).Fit(data);

    private TrainingHistory Tagged(bool bucketed)
    {
        using var model = _ml.Transforms.TagSequence("Tags", "Keys", "Next", new SequenceTaggerOptions
        {
            BucketByLength = bucketed,
            Encoder = new GruEncoder { HiddenSize = 8 },
            Training = Sequences.Quick(1),
        }).Fit(Sequences.Create(_ml, rows: 400));
        return model.TrainingHistory;
    }

    private TrainingHistory Written(bool bucketed)
    {
        using var model = _ml.Transforms.SequenceToSequence("Output", "Keys", "Reversed", new SequenceToSequenceOptions
        {
            BucketByLength = bucketed,
            Encoder = new GruEncoder { HiddenSize = 8 },
            Training = Sequences.Quick(1),
        }).Fit(Sequences.Create(_ml, rows: 400));
        return model.TrainingHistory;
    }

    private TrainingHistory Masked(bool bucketed)
    {
        using var model = _ml.Transforms.MaskedTokenModel("Vector", "Keys", new MaskedTokenModelOptions
        {
            BucketByLength = bucketed,
            Encoder = new GruEncoder { HiddenSize = 8 },
            Training = Sequences.Quick(1),
        }).Fit(Sequences.Create(_ml, rows: 400));
        return model.TrainingHistory;
    }
}
