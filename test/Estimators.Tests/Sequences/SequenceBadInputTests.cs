using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

[TestClass]
public sealed class SequenceBadInputTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_bad_option_is_named_with_value_and_range_in_one_error()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            StepSize = 0,
            MaximumLength = 0,
            EmbeddingSize = 0,
            Encoder = new LstmEncoder { HiddenSize = 0, LayerCount = 0, Dropout = -0.1 },
            Bidirectional = true,
            SegmentLength = 5,
            Pooling = (SequencePooling)9,
            Training = new TrainingOptions { InputNoise = 1 },
        }));
        foreach (var fault in new[]
        {
            "StepSize is 0", "MaximumLength is 0", "EmbeddingSize is 0", "Encoder.HiddenSize is 0", "Encoder.LayerCount is 0",
            "Encoder.Dropout is -0.1; it must be in [0, 1).",
            "SegmentLength is 5; it must be null while Bidirectional is true", "Pooling is 9",
            "Training.InputNoise is 1; it must be 0 for sequences.",
        })
            StringAssert.Contains(error.Message, fault);
        var decoding = Assert.ThrowsExactly<ArgumentException>(() =>
            _ml.Transforms.SequenceToSequence(
                "Output", "Keys", "Next", new SequenceToSequenceOptions { BeamWidth = 0, TeacherForcing = 1.5, Encoder = null! }));
        StringAssert.Contains(decoding.Message, "BeamWidth is 0; it must be at least 1.");
        StringAssert.Contains(decoding.Message, "TeacherForcing is 1.5; it must be in [0, 1].");
        StringAssert.Contains(decoding.Message, "Encoder is null; it must be given.");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.Transforms.SequenceToSequence("O", "Keys", "Next", new SequenceToSequenceOptions { BeamWidth = 5 })
                    .Fit(Sequences.Create(_ml))).Message,
            "BeamWidth is 5; it must be at most 4");
    }

    [TestMethod]
    public void Convolutions_carry_no_state_from_segment_to_segment()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TagSequence(
            "O", "Keys", "Next", new SequenceTaggerOptions { Encoder = new TimeDelayEncoder(), Bidirectional = false, SegmentLength = 5 }));
        StringAssert.Contains(
            error.Message, "SegmentLength is 5; it must be null while Bidirectional is true or Encoder is a TimeDelayEncoder");
    }

    [TestMethod]
    public void A_transformer_takes_neither_segments_nor_directions_nor_heads_that_do_not_divide_its_width()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TagSequence("O", "Keys", "Next", new SequenceTaggerOptions
        {
            Encoder = new TransformerEncoder { HiddenSize = 10, HeadCount = 4 },
            Bidirectional = true,
            SegmentLength = 5,
        }));
        foreach (var fault in new[]
        {
            "Encoder.HeadCount is 4; it must be a divisor of HiddenSize, 10.",
            "SegmentLength is 5; it must be null while Bidirectional is true or Encoder is a TransformerEncoder",
            "Bidirectional is True; it must be null or false for a TransformerEncoder",
        })
            StringAssert.Contains(error.Message, fault);
    }

    [TestMethod]
    public void Sequences_past_the_learned_positions_are_refused_with_column_and_remedy()
    {
        var encoder = new TransformerEncoder { HiddenSize = 4, HeadCount = 2, Positions = new LearnedPositions { MaximumLength = 5 } };
        var data = Sequences.Create(_ml); // of up to 7 steps
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.TagSequence(
                "O", "Keys", "Next", new SequenceTaggerOptions { Encoder = encoder }).Fit(data)).Message,
            "Column 'Keys' has sequences of up to 7 steps, and Encoder.Positions.MaximumLength is 5. Raise it, set MaximumLength to 5");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.SequenceToSequence("O", "Keys", "Next",
                new SequenceToSequenceOptions { Encoder = encoder, MaximumLength = 5 }).Fit(data)).Message,
            "Column 'Next' has sequences of up to 6 steps"); // with the end
        _ml.Transforms.TagSequence("O", "Keys", "Next", new SequenceTaggerOptions
        {
            Encoder = encoder,
            MaximumLength = 5,
            Training = Sequences.Quick(1)
        }).Fit(data).Dispose();
        var forecast = Assert.ThrowsExactly<ArgumentException>(() => _ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Number", new RecurrentForecastOptions { WindowSize = 6, Encoder = encoder }));
        StringAssert.Contains(forecast.Message, "Encoder.Positions.MaximumLength is 5; it must be at least WindowSize, 6.");
    }

    [TestMethod]
    public void A_row_that_does_not_divide_into_steps_is_named()
    {
        var data = _ml.Data.LoadFromEnumerable(
            [new Sequences.Row { Numbers = [1, 2, 3, 4], First = 1 }, new Sequences.Row { Numbers = [1, 2, 3], First = 2 }]);
        var estimator = _ml.Regression.Trainers.RecurrentNetwork(
            new RecurrentNetworkOptions { FeatureColumnName = "Numbers", LabelColumnName = "First", StepSize = 2 });
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(data)).Message,
            "Column 'Numbers' holds 3 numbers in row 1; that is no multiple of the step size 2.");
        data = _ml.Data.LoadFromEnumerable(
            [new Sequences.Row { Numbers = [1, 2, 3, 4], First = 1 }, new Sequences.Row { Numbers = [1, 2, 3, 4, 5], First = 2 }]);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(data)).Message,
            "Column 'Numbers' holds 5 numbers in row 1;");
    }

    [TestMethod]
    public void Values_that_are_no_numbers_are_named_by_row()
    {
        var data = _ml.Data.LoadFromEnumerable(
            [new Sequences.Row { Numbers = [1, 2], First = 1 }, new Sequences.Row { Numbers = [1, float.NaN], First = 2 }]);
        var estimator = _ml.Regression.Trainers.RecurrentNetwork("First", "Numbers");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(data)).Message, "Column 'Numbers' is NaN in row 1, slot 1");
    }

    [TestMethod]
    public void Tags_must_be_one_for_each_step()
    {
        var data = _ml.Data.LoadFromEnumerable([new Sequences.Row { Keys = [1, 2], Next = [1] }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.TagSequence("Tags", "Keys", "Next").Fit(data)).Message,
            "Column 'Keys' has 2 steps in row 0, but label column 'Next' has 1.");
        var untagged = _ml.Data.LoadFromEnumerable([new Sequences.Row { Keys = [1, 2], Next = [0, 0] }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.TagSequence("Tags", "Keys", "Next").Fit(untagged)).Message,
            "every key of label column 'Next' is missing");
    }

    [TestMethod]
    public void A_target_with_a_missing_key_is_named_and_not_learned_as_an_end()
    {
        var data = _ml.Data.LoadFromEnumerable(
            [new Sequences.Row { Keys = [1, 2], Next = [1, 2] }, new Sequences.Row { Keys = [1, 2], Next = [1, 0, 2] }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => _ml.Transforms.SequenceToSequence("Out", "Keys", "Next").Fit(data)).Message,
            "The key of target column 'Next' is missing in row 1, step 1 (counted from 0)");
    }

    [TestMethod]
    public void Only_empty_sequences_and_no_rows_are_refused()
    {
        var empty = _ml.Data.LoadFromEnumerable([new Sequences.Row { First = 1 }, new Sequences.Row { First = 2 }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => _ml.Regression.Trainers.RecurrentNetwork("First", "Keys").Fit(empty)).Message, "holds no step in any row");
        var none = _ml.Data.LoadFromEnumerable(Array.Empty<Sequences.Row>());
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Regression.Trainers.RecurrentNetwork("First", "Keys").Fit(none));
    }

    [TestMethod]
    public void Another_number_of_keys_is_refused_and_longer_sequences_are_cut()
    {
        using var model = _ml.Transforms.TagSequence("Tags", "Keys", "Next", new SequenceTaggerOptions
        {
            MaximumLength = 3,
            Encoder = new LstmEncoder { HiddenSize = 4 },
            Training = Sequences.Quick(1)
        }).Fit(Sequences.Create(_ml));
        Assert.AreEqual(3, model.MaximumLength);
        var tags = Cells.Read(model.Transform(Sequences.Create(_ml)), model.Transform(Sequences.Create(_ml)).Schema["Tags"]);
        Assert.AreEqual(3, tags.Max(row => row.Length));
        var other = _ml.Data.LoadFromEnumerable([new OtherRow()]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(other)).Message,
            "Schema mismatch for input column 'Keys': expected a vector of keys up to 3, got Vector<Key<UInt32, 0-6>");
    }

    private sealed class OtherRow
    {
        [KeyType(7)]
        public uint[] Keys { get; set; } = [1];
    }
}
