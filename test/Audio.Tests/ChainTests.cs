using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio.Tests;

/// <summary>Sounds on their way into networks over sequences, and back from saved chains.</summary>
[TestClass]
public sealed class ChainTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_network_over_sequences_learns_from_files_and_the_loaded_chain_answers_for_new_ones()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var rows = Enumerable.Range(0, 60).Select(i =>
        {
            var (rate, rises) = (i % 3 == 0 ? 8_000 : 11_025, i % 2 == 0);
            var file = new WaveBytes { Rate = rate }.Of(Glide(rate, rises, random));
            return new Row { Rises = rises, Sound = folder.Write($"{i}.wav", file) };
        }).ToArray();
        var (train, test) = (_ml.Data.LoadFromEnumerable(rows[..40]), _ml.Data.LoadFromEnumerable(rows[40..]));
        var mel = new MelSpectrogramOptions { SampleRate = 8_000, FrameLength = 256, HopLength = 256, Bands = 12 };
        var chain = _ml.Transforms.LoadAudio("Samples", "Sound", new LoadAudioOptions { Folder = folder.Path, SampleRate = 8_000 })
            .Append(_ml.Transforms.MelSpectrogram("Mel", "Samples", mel))
            .Append(_ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                LabelColumnName = "Rises",
                FeatureColumnName = "Mel",
                Encoder = new GruEncoder { HiddenSize = 12 },
                CompareWithBaselines = false,
                Training = new TrainingOptions { Epochs = 20, BatchSize = 8, LearningRate = 0.01, GradientClipNorm = 1 },
            }));
        using var model = chain.Fit(train);
        Assert.IsGreaterThan(0.85, _ml.BinaryClassification.Evaluate(model.Transform(test), "Rises").Accuracy);
        using var file = new MemoryStream();
        _ml.Model.Save(model, train.Schema, file);
        var loaded = new MLContext().Model.Load(new MemoryStream(file.ToArray()), out _);
        using var owned = (IDisposable)loaded;
        CollectionAssert.AreEqual(
            model.Transform(test).GetColumn<float>("Score").ToArray(), loaded.Transform(test).GetColumn<float>("Score").ToArray());
        using var engine = _ml.Model.CreatePredictionEngine<Row, Answer>(loaded);
        Assert.AreEqual(loaded.Transform(test).GetColumn<float>("Score").First(), engine.Predict(rows[40]).Score, 1e-5);
    }

    [TestMethod]
    public void Rows_without_a_sound_have_no_answer()
    {
        var rows = SoundRow.Rows(_ml, 5);
        var chain = _ml.Transforms.LoadAudio("Read", "Sound", new LoadAudioOptions { WhenUnreadable = UnreadableAudio.MissingValue })
            .Append(_ml.Transforms.MelFrequencyCepstrum("Cepstrum", "Read"))
            .Append(_ml.Transforms.SequenceAutoencoder("Code", "Cepstrum", new SequenceAutoencoderOptions
            {
                CodeSize = 2,
                Training = new TrainingOptions { Epochs = 1 },
            }));
        using var model = chain.Fit(rows);
        var codes = model.Transform(_ml.Data.LoadFromEnumerable([new SoundRow { Sound = [1] }])).GetColumn<float[]>("Code").Single();
        Assert.IsTrue(codes.All(float.IsNaN));
    }

    [TestMethod]
    public void Copies_in_other_pitch_and_speed_keep_the_rate_and_are_made_in_training_only()
    {
        var rows = SoundRow.Rows(_ml, 4);
        var chain = _ml.Transforms.LoadAudio("Read", "Sound")
            .Append(
                _ml.Transforms.AugmentSeries(
                    "Read", new SeriesAugmentation { Noise = 0, Scale = 0, Pitch = 3, Speed = 0.1, Copies = 2 }),
                TransformerScope.Training)
            .Append(_ml.Transforms.MelSpectrogram("Mel", "Read"));
        using var model = chain.Fit(rows);
        Assert.HasCount(4, model.Transform(rows).GetColumn<float[]>("Mel"));
    }

    [TestMethod]
    public void Cursors_side_by_side_give_the_rows_of_one()
    {
        var rows = SoundRow.Rows(_ml, 9);
        using var model = _ml.Transforms.LoadAudio("Read", "Sound").Append(_ml.Transforms.MelSpectrogram("Mel", "Read")).Fit(rows);
        var view = model.Transform(rows);
        var expected = view.GetColumn<float[]>("Mel").ToArray();
        var found = new Dictionary<int, float[]>();
        foreach (var cursor in view.GetRowCursorSet([view.Schema["Mel"], view.Schema["Samples"]], 3))
            using (cursor)
            {
                var mel = cursor.GetGetter<VBuffer<float>>(view.Schema["Mel"]);
                var samples = cursor.GetGetter<VBuffer<float>>(view.Schema["Samples"]);
                VBuffer<float> value = default, length = default;
                while (cursor.MoveNext())
                {
                    mel(ref value);
                    samples(ref length);
                    found[(length.Length - 100) / 331] = [.. value.DenseValues()];
                }
            }
        Assert.HasCount(9, found);
        for (var i = 0; i < 9; i++)
            CollectionAssert.AreEqual(expected[i], found[i]);
    }

    // A tone that rises from 400 to 1,200 Hz or falls back, with noise: its mean says nothing.
    private static float[] Glide(int rate, bool rises, Random random)
    {
        var (count, angle) = (rate / 4, random.NextDouble());
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var place = rises ? (double)i / count : 1 - ((double)i / count);
                angle += 2 * Math.PI * (400 + (800 * place)) / rate;
                return (float)((0.4 * Math.Sin(angle)) + (0.05 * (random.NextDouble() - 0.5)));
            }),
        ];
    }

    private sealed class Row
    {
        public string Sound { get; set; } = "";

        public bool Rises { get; set; }
    }

    private sealed class Answer
    {
        public float Score { get; set; }
    }
}
