using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static DeepML.Transforms.Tests.Sequences.HandSet;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences;

/// <summary>Networks over sequences whose answers are set by hand.</summary>
[TestClass]
public sealed class SequenceTransformerTests
{
    private static readonly RecurrentEncoder Gru = new GruEncoder { HiddenSize = 3 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_tagger_answers_as_many_tags_as_there_are_steps()
    {
        using var model = Tagger(preferred: 1);
        var tagged = model.Transform(Numbers([1, 2, 3], [], [5], [1, 2, 3, 4, 5, 6])).GetColumn<uint[]>("Tags").ToArray();
        CollectionAssert.AreEqual(new uint[] { 2, 2, 2 }, tagged[0], "keys count from 1");
        Assert.IsEmpty(tagged[1]);
        CollectionAssert.AreEqual(new uint[] { 2 }, tagged[2]);
        Assert.HasCount(4, tagged[3], "longer rows are cut at the end");
        Assert.AreEqual(4, model.MaximumLength);
    }

    [TestMethod]
    public void Tags_have_the_names_that_were_learned()
    {
        using var model = Tagger(0, new KeyValues("String", ["noun", "verb", "other"]));
        var column = model.GetOutputSchema(Numbers([1]).Schema)["Tags"];
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetKeyValues(ref names);
        CollectionAssert.AreEqual(new[] { "noun", "verb", "other" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        Assert.AreEqual(3UL, ((KeyDataViewType)((VectorDataViewType)column.Type).ItemType).Count);
        Assert.IsFalse(((VectorDataViewType)column.Type).IsKnownSize);
    }

    [TestMethod]
    public void Numbers_are_in_the_unit_of_the_labels_and_as_many_as_there_are_steps()
    {
        var network = Answering(new RecurrentTaggingNetwork(new RecurrentTaggingArchitecture(Encoder, 2)), [1, -2]);
        using var model = new StepRegressorTransformer(
            _ml, new StepRegressorDescription(
                "Steps", "Numbers", new SequenceShape(0, 1, 4), new RecurrentTaggingArchitecture(Encoder, 2),
                new VectorRegressionHead([10, 100], [2, 5]), new TrainingHistory()), network, CPU);
        var answers = model.Transform(Numbers([1, 2], [], [5], [1, 2, 3, 4, 5, 6], [1, float.NaN])).GetColumn<float[]>("Steps").ToArray();
        CollectionAssert.AreEqual(new float[] { 12, 90, 12, 90 }, answers[0], "10 + 2 · 1 and 100 + 5 · -2, step by step");
        Assert.IsEmpty(answers[1]);
        CollectionAssert.AreEqual(new float[] { 12, 90 }, answers[2]);
        Assert.HasCount(2 * 4, answers[3], "longer rows are cut at the end");
        Assert.IsEmpty(answers[4], "what holds NaN is not read");
        var type = (VectorDataViewType)model.GetOutputSchema(Numbers([1]).Schema)["Steps"].Type;
        Assert.IsFalse(type.IsKnownSize);
        Assert.AreEqual(2, type.Dimensions[^1], "numbers per step");
        Assert.AreEqual((4, 2), (model.MaximumLength, model.LabelSize));
    }

    [TestMethod]
    public void A_written_sequence_ends_where_it_ends()
    {
        using var never = Writer(preferred: 2);
        CollectionAssert.AreEqual(new uint[] { 2, 2, 2 }, never.Transform(Numbers([1])).GetColumn<uint[]>("Written").Single());
        using var atOnce = Writer(preferred: 0);
        Assert.IsEmpty(atOnce.Transform(Numbers([1])).GetColumn<uint[]>("Written").Single());
    }

    [TestMethod]
    public void A_wider_beam_is_a_model_of_its_own_over_the_same_weights()
    {
        var narrow = Writer(preferred: 1);
        using var wide = narrow.WithBeam(3);
        Assert.AreEqual((1, 3), (narrow.BeamWidth, wide.BeamWidth));
        narrow.Dispose();
        CollectionAssert.AreEqual(new uint[] { 1, 1, 1 }, wide.Transform(Numbers([1])).GetColumn<uint[]>("Written").Single(),
            "the weights live on");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => wide.WithBeam(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => wide.WithBeam(4), "there are but two keys and the end");
        Assert.ThrowsExactly<ObjectDisposedException>(() => narrow.WithBeam(2));
    }

    [TestMethod]
    public void Bits_of_a_character_are_those_of_its_chance()
    {
        using var model = Language(unknown: 0.25f, a: 0.5f, b: 0.25f);
        Assert.AreEqual(1, model.BitsPerCharacter("aaa"), 1e-6);
        Assert.AreEqual(2, model.BitsPerCharacter("b"), 1e-6);
        Assert.AreEqual(1.5, model.BitsPerCharacter("abab"), 1e-6);
        Assert.AreEqual(2, model.BitsPerCharacter("?"), 1e-6, "what was never seen");
        Assert.IsTrue(double.IsNaN(model.BitsPerCharacter("")));
        Assert.AreEqual("ab", model.Alphabet);
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(
            [new Text { Words = "aaa" }, new Text { Words = "" }, new Text { Words = "abbb" }]));
        var bits = scored.GetColumn<float>("Bits").ToArray();
        Assert.AreEqual(1, bits[0], 1e-6);
        Assert.IsTrue(float.IsNaN(bits[1]));
        Assert.AreEqual(1.75, bits[2], 1e-6);
    }

    [TestMethod]
    public void Texts_are_written_as_likely_as_the_temperature_says()
    {
        using var model = Language(unknown: 1e-9f, a: 0.8f, b: 0.2f);
        Assert.AreEqual(new string('a', 20), model.Generate("", 20, temperature: 0), "the likeliest only");
        var written = model.Generate("ab", 3000, seed: 4);
        Assert.AreEqual(3000, written.Length);
        Assert.AreEqual(0.2, written.Count(c => c == 'b') / 3000.0, 0.025);
        var hot = model.Generate("", 3000, temperature: 2, seed: 4);
        Assert.AreEqual(Math.Sqrt(0.2) / (Math.Sqrt(0.2) + Math.Sqrt(0.8)), hot.Count(c => c == 'b') / 3000.0, 0.03);
        Assert.AreEqual(written, model.Generate("ab", 3000, seed: 4));
        Assert.AreNotEqual(written, model.Generate("ab", 3000, seed: 5));
        Assert.AreEqual("", model.Generate("a", 0));
    }

    [TestMethod]
    public void A_text_ends_where_the_network_says_so()
    {
        using var model = Language(unknown: 0.9999999f, a: 5e-8f, b: 5e-8f);
        Assert.AreEqual("", model.Generate("ab", 100));
    }

    [TestMethod]
    public void Prompts_and_numbers_that_are_none_are_refused()
    {
        using var model = Language(0.2f, 0.4f, 0.4f);
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Generate(null!, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate("a", -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate("a", 1, temperature: -0.1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate("a", 1, temperature: double.NaN));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => model.Generate("abß", 1)).Message,
            "the character 'ß' (U+00DF)");
        Assert.ThrowsExactly<ArgumentNullException>(() => model.BitsPerCharacter(null!));
    }

    [TestMethod]
    public void Writing_leaves_no_tensor_behind()
    {
        using var model = Language(1e-9f, 0.5f, 0.5f);
        model.Generate("a", 5);
        var before = LiveTensors.Count();
        model.Generate("ab", 30);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private SequenceTaggerTransformer Tagger(int preferred, KeyValues? values = null)
    {
        var architecture = new RecurrentTaggingArchitecture(Encoder, 3);
        var network = Answering(new RecurrentTaggingNetwork(architecture),
            Enumerable.Range(0, 3).Select(tag => tag == preferred ? 9f : 0).ToArray());
        return new SequenceTaggerTransformer(
            _ml, new SequenceTaggerDescription("Tags", "Numbers", new SequenceShape(0, 1, 4), architecture, values, new TrainingHistory()),
                network, CPU);
    }

    private SequenceToSequenceTransformer Writer(int preferred)
    {
        var architecture = new SequenceToSequenceArchitecture(Encoder, 2, 3, Gru);
        var network = Answering(SequenceToSequenceNetwork.Of(architecture),
            Enumerable.Range(0, 3).Select(key => key == preferred ? 9f : 0).ToArray());
        return new SequenceToSequenceTransformer(
            _ml,
            new SequenceToSequenceDescription(
                "Written", "Numbers", new SequenceShape(0, 1, 4), architecture, MaximumLength: 3, BeamWidth: 1, null,
                    new TrainingHistory()),
            network, CPU);
    }

    private CharacterLanguageModelTransformer Language(float unknown, float a, float b)
    {
        var architecture = new CharacterLanguageArchitecture(3, 2, new RecurrentStackArchitecture(Gru, 2));
        var network = Answering(new TokenLanguageNetwork(architecture.OfTokens()), [MathF.Log(unknown), MathF.Log(a), MathF.Log(b)]);
        return new CharacterLanguageModelTransformer(
            _ml, new CharacterLanguageDescription("Bits", "Words", new Alphabet("ab"), architecture, 10, new TrainingHistory()), network,
                CPU);
    }

    private static SequenceEncoderArchitecture Encoder => new(0, 1, 0, new RecurrentStackArchitecture(Gru, 1), 0);

    private IDataView Numbers(params float[][] rows) =>
        _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Numbers = row }).ToArray());

    private sealed class Row
    {
        public float[] Numbers { get; set; } = [];
    }

    private sealed class Text
    {
        public string Words { get; set; } = "";
    }
}
