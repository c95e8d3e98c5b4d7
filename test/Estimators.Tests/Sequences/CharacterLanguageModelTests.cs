using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.RecurrentSequences;

[TestClass]
public sealed class CharacterLanguageModelTests
{
    private const string Rhyme = "the quick brown fox jumps over the lazy dog and runs away.\n";
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void After_h_e_l_l_comes_o()
    {
        using var model = Fit(["hello"], 100);
        Assert.AreEqual("o", model.Generate("hell", 1, temperature: 0));
        Assert.AreEqual("hello", model.Generate("", 20, temperature: 0), "the model also learns where a text ends");
        Assert.AreEqual("ehlo", model.Alphabet);
    }

    [TestMethod]
    public void A_text_learned_by_heart_takes_few_bits_and_another_many()
    {
        using var model = Fit([string.Concat(Enumerable.Repeat(Rhyme, 4))], 80);
        Assert.IsLessThan(1, model.BitsPerCharacter(Rhyme));
        Assert.IsGreaterThan(3, model.BitsPerCharacter("zzz qqq xxx"));
        Assert.IsTrue(double.IsNaN(model.BitsPerCharacter("")));
        Assert.AreEqual(" fox jumps", model.Generate("the quick brown", 10, temperature: 0));
        var rows = View(Rhyme, "", "fox");
        var bits = model.Transform(rows).GetColumn<float>("Bits").ToArray();
        Assert.AreEqual(model.BitsPerCharacter(Rhyme), bits[0], 1e-4);
        Assert.IsTrue(float.IsNaN(bits[1]));
        Assert.AreEqual(model.BitsPerCharacter("fox"), bits[2], 1e-4);
    }

    [TestMethod]
    public void Characters_of_two_halves_are_learned_and_written_whole()
    {
        using var model = Fit(["\U0001F600\U0001F601\U0001F680", "\U0001F680\U0001F600"], 3);
        Assert.AreEqual("\U0001F600\U0001F601\U0001F680", model.Alphabet);
        for (var seed = 1; seed <= 50; seed++)
        {
            var text = model.Generate("", 7, temperature: 3, seed);
            Assert.IsFalse(text.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar), "no half without the other");
            Assert.IsLessThanOrEqualTo(7, text.EnumerateRunes().Count());
        }
        var bits = model.Transform(View("\U0001F601\U0001F680")).GetColumn<float>("Bits").Single();
        Assert.AreEqual(model.BitsPerCharacter("\U0001F601\U0001F680"), bits, 1e-4);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => model.Generate("\U0001F602", 1)).Message, "(U+1F602)");
    }

    [TestMethod]
    public void A_half_without_the_other_counts_as_the_replacement_character()
    {
        using var model = Fit(["a\uD83D", "\uDE00b"], 1);
        Assert.AreEqual("ab\uFFFD", model.Alphabet);
    }

    [TestMethod]
    public void Drawn_texts_follow_the_seed_and_the_temperature()
    {
        using var model = Fit([Rhyme], 5);
        Assert.AreEqual(model.Generate("the", 30, 1, seed: 4), model.Generate("the", 30, 1, seed: 4));
        Assert.AreNotEqual(model.Generate("the", 30, 2, seed: 4), model.Generate("the", 30, 2, seed: 5));
        Assert.AreEqual(model.Generate("the", 10, 0, seed: 4), model.Generate("the", 10, 0, seed: 5));
    }

    [TestMethod]
    public void A_reloaded_model_writes_and_measures_like_the_original()
    {
        using var model = Fit([Rhyme, "hello"], 3);
        using var file = new MemoryStream();
        _ml.Model.Save(model, null, file);
        file.Position = 0;
        using var reloaded = (CharacterLanguageModelTransformer)_ml.Model.Load(file, out _);
        Assert.AreEqual(model.Generate("the", 20, seed: 1), reloaded.Generate("the", 20, seed: 1));
        Cells.AreEqual(
            Cells.Read(model.Transform(View(Rhyme)), model.Transform(View(Rhyme)).Schema["Bits"]),
            Cells.Read(reloaded.Transform(View(Rhyme)), reloaded.Transform(View(Rhyme)).Schema["Bits"]), 0, "bits");
    }

    [TestMethod]
    public void Held_out_text_is_measured_and_no_tensor_is_left()
    {
        LiveTensors.AreIndependentOfSteps(() => Work(2), () => Work(5));

        void Work(int epochs)
        {
            var ml = new MLContext(seed: 1);
            var options = Options(epochs);
            using var model = ml.Transforms.CharacterLanguageModel(
                "Bits", "Text", options with { Training = options.Training with { ValidationFraction = 0.3 } }).Fit(View(Rhyme, Rhyme));
            Assert.IsNotNull(model.TrainingHistory.Epochs[^1].ValidationLoss);
            model.Generate("the", 3);
            model.BitsPerCharacter("the");
            model.Transform(View(Rhyme)).GetColumn<float>("Bits").ToArray();
        }
    }

    [TestMethod]
    public void Bad_input_is_refused_in_words()
    {
        using var model = Fit([Rhyme], 1);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => model.Generate("X", 1)).Message, "'X' (U+0058)");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate("the", -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate("the", 1, double.NaN));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Fit(["", ""], 1)).Message, "no character");
        var held = new CharacterLanguageModelOptions { Training = new TrainingOptions { Epochs = 1, ValidationFraction = 0.9 } };
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.CharacterLanguageModel("Bits", "Text", held)
                .Fit(_ml.Data.LoadFromEnumerable([new { Text = "ab" }]))).Message,
            "nothing left to train on: 3 of 4");
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.CharacterLanguageModel("Bits", "Text", new CharacterLanguageModelOptions
            {
                Encoder = new ElmanEncoder { HiddenSize = 0 },
                SegmentLength = 0,
                MaximumLength = 0,
                Training = new TrainingOptions { InputNoise = 0.1 },
            }));
        StringAssert.Contains(error.Message, "Encoder.HiddenSize is 0; it must be at least 1.");
        StringAssert.Contains(error.Message, "SegmentLength is 0; it must be at least 1.");
        StringAssert.Contains(error.Message, "MaximumLength is 0; it must be at least 1.");
        StringAssert.Contains(error.Message, "Training.InputNoise is 0.1; it must be 0 for sequences.");
        var schema = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Transforms.CharacterLanguageModel("Bits", "Nowhere").Fit(View(Rhyme)));
        StringAssert.Contains(schema.Message, "Could not find input column 'Nowhere'");
    }

    private static CharacterLanguageModelOptions Options(int epochs) => new()
    {
        Encoder = new LstmEncoder { HiddenSize = 24 },
        EmbeddingSize = 8,
        SegmentLength = 16,
        Training = new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = 4,
            LearningRate = 0.02,
            Schedule = new CosineSchedule(),
            GradientClipNorm = 1
        },
    };

    private CharacterLanguageModelTransformer Fit(string[] texts, int epochs) =>
        _ml.Transforms.CharacterLanguageModel("Bits", "Text", Options(epochs)).Fit(View(texts));

    private IDataView View(params string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => new Row { Text = text }).ToArray());

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
