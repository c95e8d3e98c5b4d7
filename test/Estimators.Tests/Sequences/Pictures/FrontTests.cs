using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Steps that are pictures.</summary>
[TestClass]
public sealed class FrontTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void It_learns_what_no_single_frame_tells()
    {
        using var model = Classifier(Films.Front, epochs: 25).Fit(Films.Create(_ml, rows: 120, least: 3));
        var scored = model.Transform(Films.Create(_ml, rows: 100, seed: 2, least: 3));
        Assert.IsGreaterThanOrEqualTo(0.95, _ml.BinaryClassification.Evaluate(scored, "Rises").Accuracy);
    }

    [TestMethod]
    public void Every_task_over_sequences_reads_pictures_and_is_saved()
    {
        var data = Films.Create(_ml);
        var encoder = new LstmEncoder { HiddenSize = 4 };
        foreach (var estimator in new IEstimator<NetworkTransformer>[]
        {
            _ml.Transforms.TagSequence(
                "Out", "Frames", "Rows",
                new SequenceTaggerOptions { Front = Films.Front, Encoder = encoder, Training = Sequences.Quick(2) }),
            _ml.Transforms.SequenceLabelling(
                "Out", "Frames", "Rows",
                new SequenceLabellingOptions { Front = Films.Front, Encoder = encoder, Training = Sequences.Quick(2) }),
            _ml.Transforms.SequenceAutoencoder(
                "Out", "Frames",
                new SequenceAutoencoderOptions { Front = Films.Front, Encoder = encoder, CodeSize = 3, Training = Sequences.Quick(2) }),
            _ml.Transforms.SequenceToSequence(
                "Out", "Frames", "Rows",
                new SequenceToSequenceOptions { Front = Films.Front, Encoder = encoder, Training = Sequences.Quick(2) }),
            _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                LabelColumnName = "First",
                FeatureColumnName = "Frames",
                Front = Films.Front,
                Encoder = new TransformerEncoder { HiddenSize = 4, HeadCount = 2 },
                Training = Sequences.Quick(2),
            }),
        })
        {
            var rows = _ml.Transforms.CustomMapping<Heights, First>((row, first) => first.Value = row.Values[0], null).Fit(data)
                .Transform(data);
            using var model = estimator.Fit(rows);
            Assert.IsTrue(
                model.NamedWeights.Keys.Any(name => name.EndsWith("front.layers.convolution1.weight", StringComparison.Ordinal)),
                model.GetType().Name);
            using var file = new MemoryStream();
            _ml.Model.Save(model, rows.Schema, file);
            file.Position = 0;
            using var again = (NetworkTransformer)_ml.Model.Load(file, out _);
            var (before, after) = (model.Transform(rows), again.Transform(rows));
            var column = before.Schema.Last();
            Cells.AreEqual(Cells.Read(before, column), Cells.Read(after, after.Schema[column.Name]), 0, model.GetType().Name);
        }
    }

    [TestMethod]
    public void Padding_and_other_rows_of_a_batch_change_no_answer()
    {
        using var model = Classifier(Films.Front, epochs: 2).Fit(Films.Create(_ml));
        var films = Films.Draw(12, seed: 3);
        var together = Scores(model, films);
        for (var i = 0; i < films.Length; i++)
            Assert.AreEqual(together[i], Scores(model, [films[i]])[0], 1e-5f);
    }

    [TestMethod]
    public void Picture_files_are_read_as_the_numbers_that_they_hold()
    {
        var folder = Directory.CreateTempSubdirectory("frames");
        try
        {
            var films = Films.Draw(20, seed: 4);
            for (var i = 0; i < films.Length; i++)
                films[i].Paths = FrameFiles.Write(films[i].Frames, Films.Side, Path.Combine(folder.FullName, $"{i}"));
            var data = _ml.Data.LoadFromEnumerable(films);
            using var ofNumbers = Classifier(Films.Front, epochs: 2).Fit(data);
            using var ofFiles = Classifier(Films.Front with { FilePaths = true }, epochs: 2, column: "Paths").Fit(data);
            Cells.AreEqual(Scores(ofNumbers, data), Scores(ofFiles, data), 1e-4, "scores of files and of numbers");
            using var file = new MemoryStream();
            _ml.Model.Save(ofFiles, data.Schema, file);
            file.Position = 0;
            using var again = (NetworkTransformer)_ml.Model.Load(file, out _);
            Cells.AreEqual(Scores(ofFiles, data), Scores(again, data), 0, "scores of a reloaded model");

            films[3].Paths[1] = Path.Combine(folder.FullName, "none.png");
            StringAssert.Contains(
                Assert.ThrowsExactly<InvalidOperationException>(() => Scores(ofFiles, _ml.Data.LoadFromEnumerable(films))).Message,
                "none.png' (column 'Paths', row 3, step 1, counted from 0) cannot be read");
            films[3].Paths = FrameFiles.Write(new float[4 * 4], 4, Path.Combine(folder.FullName, "other"));
            StringAssert.Contains(
                Assert.ThrowsExactly<InvalidOperationException>(() => Scores(ofFiles, _ml.Data.LoadFromEnumerable(films))).Message,
                "(column 'Paths', row 3, step 0, counted from 0) has 4x4 pixels; the network reads 6x6 pixels of 1 channel");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Pictures_far_from_unit_size_are_scaled_channel_by_channel()
    {
        var films = Films.Draw(30, seed: 1);
        foreach (var film in films)
            film.Frames = [.. film.Frames.Select(pixel => 255 * pixel)];
        using var model = Classifier(Films.Front, epochs: 1).Fit(_ml.Data.LoadFromEnumerable(films));
        var chosen = model.TrainingHistory.Chosen.Single(choice => choice.Option == "InputScaling");
        Assert.AreEqual("one centre and factor for each channel", chosen.Value);
        var factors = model.NamedWeights["encoder.scaling.factor"].data<float>().ToArray();
        Assert.AreEqual(1, factors.Distinct().Count());
        var deviation = Math.Sqrt((1.0 / Films.Side) - (1.0 / Films.Side / Films.Side)) * 255;
        Assert.AreEqual(1 / deviation, factors[0], 1e-4);
        using var plain = Classifier(Films.Front, epochs: 1).Fit(Films.Create(_ml));
        Assert.AreEqual("None", plain.TrainingHistory.Chosen.Single(choice => choice.Option == "InputScaling").Value);
    }

    [TestMethod]
    public void Layers_of_a_fitted_model_are_taken_over_with_those_of_its_pictures()
    {
        var data = Films.Create(_ml);
        using var first = Classifier(Films.Front, epochs: 1).Fit(data);
        using var tagger = _ml.Transforms.TagSequence("Out", "Frames", "Rows", new SequenceTaggerOptions
        {
            Front = Films.Front,
            Encoder = new TimeDelayEncoder { HiddenSize = 64, LayerCount = 2, Taps = 5 },
            Bidirectional = false,
            Transfer = new TransferOptions { Model = first, FrozenBlocks = 1 },
            Training = Sequences.Quick(2),
        }).Fit(data);
        const string name = "encoder.front.layers.convolution1.weight";
        CollectionAssert.AreEqual(
            first.NamedWeights[name].data<float>().ToArray(), tagger.NamedWeights[name].data<float>().ToArray(),
            "the first block is frozen");
    }

    [TestMethod]
    public void Options_that_do_not_fit_the_pictures_are_refused_in_one_error()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.BinaryClassification.Trainers.RecurrentNetwork(
            new RecurrentNetworkOptions { StepSize = 35, InputScaling = NetworkInputScaling.Robust, Front = Films.Front }));
        StringAssert.Contains(error.Message, "StepSize is 35; it must be null, or 36: the 1 · 6 · 6 numbers of a picture of Front");
        StringAssert.Contains(error.Message, "InputScaling is Robust; it must be Automatic or None with a Front");
        var files = Assert.ThrowsExactly<ArgumentException>(
            () => Classifier(new ConvolutionalFront(6, 6, 2) { FilePaths = true, ChannelsLast = true }));
        StringAssert.Contains(files.Message, "Front.Channels is 2; it must be 1 (grey) or 3 (red, green, blue) with FilePaths");
        StringAssert.Contains(files.Message, "Front.ChannelsLast is True; it must be false with FilePaths");
        var tooSmall = Assert.ThrowsExactly<ArgumentException>(() => Classifier(
            new ConvolutionalFront(2, 2) { Layers = [new PoolingLayer(PoolingKind.Maximum, 2), new ConvolutionLayer(2, 3)] }));
        StringAssert.Contains(tooSmall.Message, "Front: Layers[1] 'convolution1'");
        StringAssert.Contains(tooSmall.Message, "does not fit its input of 1x1x1");
    }

    [TestMethod]
    public void Columns_that_hold_no_such_pictures_are_refused()
    {
        var data = Films.Create(_ml);
        var keys = Assert.ThrowsExactly<ArgumentException>(() => Classifier(Films.Front, column: "Rows").Fit(data));
        StringAssert.Contains(keys.Message, "the steps of column 'Rows' are keys");
        var films = Films.Draw(5, seed: 1);
        films[2].Frames = films[2].Frames[..^1];
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Classifier(Films.Front).Fit(_ml.Data.LoadFromEnumerable(films))).Message,
            "in row 2; that is no multiple of the step size 36");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => Classifier(Films.Front with { FilePaths = true }).Fit(data)).Message, "a vector of String");
    }

    // from the same seed each time
    private static IEstimator<RecurrentNetworkTransformer> Classifier(
        ConvolutionalFront front, int epochs = 3, string column = "Frames") =>
        new MLContext(seed: 1).BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = column,
            LabelColumnName = "Rises",
            Front = front,
            Training = Sequences.Quick(epochs),
        });

    private float[] Scores(NetworkTransformer model, Films.Film[] films) =>
        [.. Scores(model, _ml.Data.LoadFromEnumerable(films)).Select(row => row[0])];

    private static IReadOnlyList<float[]> Scores(NetworkTransformer model, IDataView data)
    {
        var scored = model.Transform(data);
        return [.. Cells.Read(scored, scored.Schema["Score"])];
    }

    private sealed class Heights
    {
        [ColumnName("Heights")]
        public float[] Values { get; set; } = [];
    }

    private sealed class First
    {
        [ColumnName("First")]
        public float Value { get; set; }
    }
}
