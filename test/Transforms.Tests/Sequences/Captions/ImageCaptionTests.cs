using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences.Captions;

/// <summary>Sentences on pictures of 4 x 6 by networks whose answers are set by hand, or drawn by chance.</summary>
[TestClass]
public sealed class ImageCaptionTests
{
    private static readonly PictureFrontArchitecture Front = new(
        new ConvolutionalArchitecture(
            1, 4, 6, [new ConvolutionLayer(3, 3) { Padding = ConvolutionPadding.Same }, new PoolingLayer(PoolingKind.Maximum)], 0, "none"),
        ReadsPlaces: true);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_sentence_is_as_long_as_the_network_says_and_at_most_as_long_as_is_asked_for()
    {
        using var never = Model([0, 0, 9, 0]);
        CollectionAssert.AreEqual(new uint[] { 2, 2, 2, 2 }, Sentences(never, 1).Single());
        using var atOnce = Model([9, 0, 0, 0]);
        Assert.IsEmpty(Sentences(atOnce, 1).Single());
        Assert.AreEqual((1, 4, (2, 3)), (never.BeamWidth, never.MaximumLength, never.Places));
    }

    [TestMethod]
    public void Words_are_those_that_were_learned()
    {
        using var model = Model([0, 0, 9, 0]);
        var column = model.GetOutputSchema(Pictures(1).Schema)["Sentence"];
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetKeyValues(ref names);
        CollectionAssert.AreEqual(new[] { "a", "red", "house" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        Assert.AreEqual(3UL, ((KeyDataViewType)((VectorDataViewType)column.Type).ItemType).Count);
        var said = _ml.Transforms.Conversion.MapKeyToValue("Words", "Sentence").Fit(model.Transform(Pictures(1)))
            .Transform(model.Transform(Pictures(1)));
        Assert.AreEqual("red red red red", string.Join(" ", said.GetColumn<string[]>("Words").Single()));
    }

    [TestMethod]
    public void Pictures_in_batches_and_one_by_one_have_the_sentences_that_the_network_writes()
    {
        using var model = Reading();
        var together = Sentences(model, 6);
        using var engine = _ml.Model.CreatePredictionEngine<Row, Said>(model);
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var network = (SequenceToSequenceNetwork)model.Network;
        for (var i = 0; i < 6; i++)
        {
            CollectionAssert.AreEqual(together[i], engine.Predict(new Row { Picture = Pixels(i) }).Sentence, $"picture {i}");
            var (memory, state) = network.Encode(tensor(Pixels(i), [1, 1, 4, 6]), tensor(new long[] { 6 }));
            var written = new List<uint>();
            for (var previous = 0L; written.Count < 4; written.Add((uint)previous))
            {
                (var logits, state) = network.Step(memory, tensor(new[] { previous }), state);
                previous = logits.argmax(1).item<long>();
                if (previous == 0)
                    break;
            }
            CollectionAssert.AreEqual(written.Where(key => key > 0).ToArray(), together[i], $"picture {i}, step by step");
        }
    }

    [TestMethod]
    public void A_wider_beam_is_a_model_of_its_own_over_the_same_weights()
    {
        var narrow = Reading();
        using var wide = narrow.WithBeam(4);
        Assert.AreEqual((1, 4), (narrow.BeamWidth, wide.BeamWidth));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => narrow.WithBeam(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => narrow.WithBeam(5), "there are three keys and the end");
        var before = Sentences(wide, 3);
        narrow.Dispose();
        for (var i = 0; i < 3; i++)
            CollectionAssert.AreEqual(before[i], Sentences(wide, 3)[i], "the weights live on");
        Assert.ThrowsExactly<ObjectDisposedException>(() => narrow.WithBeam(2));
        Assert.ThrowsExactly<ObjectDisposedException>(() => narrow.Transform(Pictures(1)));
    }

    [TestMethod]
    public void A_picture_with_a_missing_pixel_has_no_sentence_and_one_of_another_size_is_refused()
    {
        using var model = Model([0, 9, 0, 0]);
        var rows = new[] { new Row { Picture = Pixels(0) }, new Row { Picture = Pixels(1) } };
        rows[0].Picture[3] = float.NaN;
        var said = model.Transform(_ml.Data.LoadFromEnumerable(rows)).GetColumn<uint[]>("Sentence").ToArray();
        Assert.IsEmpty(said[0]);
        Assert.HasCount(4, said[1]);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => model.GetOutputSchema(_ml.Data.LoadFromEnumerable([new Other()]).Schema));
        StringAssert.Contains(error.Message, "'Picture'");
        StringAssert.Contains(error.Message, "Vector<Single, 5>");
    }

    [TestMethod]
    public void A_loaded_model_writes_alike()
    {
        using var model = Reading();
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        var (before, after) = (Sentences(model, 5), Sentences(loaded, 5));
        for (var i = 0; i < 5; i++)
            CollectionAssert.AreEqual(before[i], after[i]);
        Assert.AreEqual(model.Places, loaded.Places);
        using var given = model.Transferable();
        Assert.IsTrue(given.Weights.Keys.All(name => name.StartsWith("encoder.", StringComparison.Ordinal)));
        Assert.IsTrue(given.Weights.Keys.Any(name => name.Contains("front", StringComparison.Ordinal)), "what makes places of pictures");
    }

    [TestMethod]
    public void A_description_that_does_not_fit_together_is_damaged()
    {
        Description.Check();
        var a = Description.Architecture;
        Damaged(Description with { Format = new ImageFormat(3, 4, 6) }, "the pictures of format and network differ");
        Damaged(Of(a.Encoder with { Front = null }), "it reads no places of pictures");
        Damaged(Of(a.Encoder with { Front = Front with { ReadsPlaces = false } }), "it reads no places of pictures");
        Damaged(
            Of(a.Encoder with
            {
                Front = Front with { Pictures = Front.Pictures with { Layers = [.. Front.Pictures.Layers, new FlattenLayer()] } },
            }),
            "flatten it");
        Damaged(Description with { MaximumLength = 0 }, "the keys of all beams");
        Damaged(Description with { BeamWidth = 0 }, "the keys of all beams");
        Damaged(Description with { Words = new KeyValues("String", ["a"]) }, "are 1 and 3");
        using var model = Model([0, 0, 0, 0]);
        var parts = SavedParts.Of(model);
        var description = parts.Description;
        description["Architecture"]!["TargetCount"] = 9;
        Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml));

        static ImageCaptionDescription Of(SequenceEncoderArchitecture encoder) =>
            Description with { Architecture = Description.Architecture with { Encoder = encoder } };

        static void Damaged(ImageCaptionDescription description, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(description.Check, said).Message, said);
    }

    private static ImageCaptionDescription Description { get; } = new(
        "Sentence", "Picture", new ImageFormat(1, 4, 6),
        new SequenceToSequenceArchitecture(
            new SequenceEncoderArchitecture(0, 24, 0, HandSet.Stack(3), 0, Front: Front), 3, 3, new GruEncoder { HiddenSize = 3 }),
        4, 1, new KeyValues("String", ["a", "red", "house"]), new TrainingHistory());

    private ImageCaptionTransformer Model(float[] logits) =>
        new(_ml, Description, HandSet.Answering(Description.CreateNetwork(), logits), CPU);

    private ImageCaptionTransformer Reading() => new(_ml, Description, HandSet.Reading(Description.CreateNetwork, 3), CPU);

    private uint[][] Sentences(ImageCaptionTransformer model, int count) =>
        [.. model.Transform(Pictures(count)).GetColumn<uint[]>("Sentence")];

    private IDataView Pictures(int count) =>
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row { Picture = Pixels(i) }).ToArray());

    private static float[] Pixels(int seed) => Translation.Translators.Pixels(24, seed);

    private sealed class Row
    {
        [VectorType(1, 4, 6)]
        public float[] Picture { get; set; } = [];
    }

    private sealed class Other
    {
        [VectorType(5)]
        public float[] Picture { get; set; } = new float[5];
    }

    private sealed class Said
    {
        public uint[] Sentence { get; set; } = [];
    }
}
