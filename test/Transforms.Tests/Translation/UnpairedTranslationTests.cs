using DeepML.Networks;
using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Translation;

/// <summary>Networks there and back, each by itself, and the files of both kinds of model.</summary>
[TestClass]
public sealed class UnpairedTranslationTests
{
    private static readonly CycleArchitecture Architecture = new(
        new TranslationArchitecture(new TranslationTask(3, ImageBase.Input), Translators.Small, 1, 0, 0),
        new TranslationArchitecture(new TranslationTask(1, ImageBase.None), Translators.Small, 3, 0, 0));

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_way_there_adds_a_column_and_the_way_back_is_a_model_of_its_own()
    {
        using var model = Model();
        var pixels = Translators.Pixels(24);
        var there = model.Transform(_ml.Data.LoadFromEnumerable([new Grey { Given = pixels }])).GetColumn<float[]>("Made").Single();
        for (var i = 0; i < 72; i++)
            Assert.AreEqual(Math.Min(pixels[i % 24] + (0.125f * ((i / 24) + 1)), 1), there[i], 1e-6);
        using var back = model.Reverse("Again", "Given");
        var again = back.Transform(_ml.Data.LoadFromEnumerable([new Coloured { Given = there }]));
        CollectionAssert.AreEqual(new[] { 1, 4, 6 }, ((VectorDataViewType)again.Schema["Again"].Type).Dimensions.ToArray());
        Assert.IsTrue(again.GetColumn<float[]>("Again").Single().All(value => value == 0.5f));
        Assert.AreEqual(1, back.Scale);
    }

    [TestMethod]
    public void The_way_back_keeps_its_weights_when_the_model_ends_and_its_names_where_none_are_given()
    {
        var model = Model();
        using var back = model.Reverse();
        model.Dispose();
        var made = back.Transform(_ml.Data.LoadFromEnumerable([new Coloured { Given = Translators.Pixels(72) }]));
        Assert.IsTrue(made.GetColumn<float[]>("Made").Single().All(value => value == 0.5f));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Reverse());
        Assert.ThrowsExactly<ObjectDisposedException>(
            () => model.Preview(_ml.Data.LoadFromEnumerable([new Grey { Given = Translators.Pixels(24) }])));
    }

    [TestMethod]
    public void A_preview_shows_what_is_given_what_is_made_and_what_comes_back()
    {
        using var model = Model();
        var pixels = Translators.Pixels(24);
        var sheet = model.Preview(_ml.Data.LoadFromEnumerable([new Grey { Given = pixels }, new Grey { Given = pixels }]), count: 1);
        Assert.AreEqual(((3 * 7) + 1, 6, 3), (sheet.Width, sheet.Height, sheet.ChannelCount));
        for (var i = 0; i < 24; i++)
            for (var channel = 0; channel < 3; channel++)
            {
                var (x, y) = (1 + (i % 6), 1 + (i / 6));
                Assert.AreEqual(pixels[i], sheet[x, y, channel], 1e-6, "grey");
                Assert.AreEqual(Math.Min(pixels[i] + (0.125f * (channel + 1)), 1), sheet[7 + x, y, channel], 1e-6);
                Assert.AreEqual(0.5f, sheet[14 + x, y, channel], 1e-6);
            }
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => model.Preview(_ml.Data.LoadFromEnumerable(Array.Empty<Grey>()))).Message, "holds no picture to show");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => model.Preview(_ml.Data.LoadFromEnumerable([new Grey { Given = pixels }]), -1));
    }

    [TestMethod]
    public void Pictures_of_another_size_are_taken_where_the_strides_allow_it()
    {
        using var model = Model();
        var odd = _ml.Data.LoadFromEnumerable([new Odd { Given = Translators.Pixels(35) }]);
        var made = model.Transform(odd).GetColumn<float[]>("Made").Single();
        Assert.AreEqual(Math.Min(Translators.Pixels(35)[34] + 0.125f, 1), made[34], 1e-6, "the last pixel of red");
        Assert.HasCount(3 * 35, made);
        using var strict = Model(UnfitSizes.Error);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => strict.GetOutputSchema(odd.Schema)).Message, "6x4 and 8x6 (ResizeImages)");
    }

    [TestMethod]
    public void Ways_that_do_not_meet_are_damaged()
    {
        Description().Check();
        Damaged(Architecture with { Back = Architecture.Back with { Channels = 1 } }, "the channels that go out and come back are 3 and 1");
        Damaged(
            Architecture with { Back = Architecture.Back with { Task = new TranslationTask(2, ImageBase.None) } },
            "the channels that come back and are given are 2 and 1");
        var twice = Architecture.There with { Task = new SuperResolutionTask(2) };
        Damaged(new CycleArchitecture(twice, twice), "a way makes pictures of another size");
        Damaged(
            Architecture with { Back = Architecture.Back with { Generator = new UNetGenerator { Filters = 0 } } },
            "Generator.Filters is 0");

        static void Damaged(CycleArchitecture architecture, string said) => StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>((Description() with { Architecture = architecture }).Check, said).Message, said);
    }

    [TestMethod]
    public void A_way_back_to_other_than_1_or_3_channels_makes_vectors()
    {
        var images = Description() with { Columns = Translators.Columns(1, 4, 6, images: true) };
        Assert.IsTrue(images.Back("B", "A").Columns.MakesImages);
        Assert.AreEqual(3, images.Back("B", "A").Columns.Format.Channels);
        Assert.AreEqual(("B", "A"), (images.Back("B", "A").Columns.Output, images.Back("B", "A").Columns.Input));
        var back = Architecture.Back with { Task = new TranslationTask(2, default) };
        var two = images with { Architecture = Architecture with { Back = back } };
        Assert.IsFalse(two.Back("B", "A").Columns.MakesImages);
    }

    [TestMethod]
    public void Loaded_models_make_the_same_pictures_both_ways()
    {
        using var model = Model();
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        var data = _ml.Data.LoadFromEnumerable([new Grey { Given = Translators.Pixels(24) }]);
        var expected = model.Transform(data).GetColumn<float[]>("Made").ToArray();
        Cells.AreEqual(expected, [.. loaded.Transform(data).GetColumn<float[]>("Made")], 0, "there");
        using var back = loaded.Reverse();
        using var reloaded = _ml.Reloaded(back);
        var coloured = _ml.Data.LoadFromEnumerable([new Coloured { Given = expected[0] }]);
        Cells.AreEqual([Enumerable.Repeat(0.5f, 24).ToArray()], [.. reloaded.Transform(coloured).GetColumn<float[]>("Made")], 0, "back");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(4)]
    public void A_loaded_translation_keeps_its_mean_picture_and_its_tiles(int tile)
    {
        var network = Translators.Reading(new TranslationArchitecture(
            new TranslationTask(1, ImageBase.MeanPicture), Translators.Small, 1, 2, 3));
        using (no_grad())
        using (NewDisposeScope())
            network.Mean!.copy_(tensor(new[] { 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f }, [1, 2, 3]));
        using var model = Translators.Of(_ml, Translators.Columns(1, 4, 6, tile: tile), network);
        using var loaded = _ml.Reloaded(model);
        var data = _ml.Data.LoadFromEnumerable([new Grey { Given = Translators.Pixels(24) }]);
        var expected = model.Transform(data).GetColumn<float[]>("Made").ToArray();
        Assert.IsGreaterThan(0.05f, expected[0].Max() - expected[0].Min());
        Cells.AreEqual([Translators.Direct(network, Translators.Pixels(24), 1, 1, 4, 6)], expected, 1e-5, "tiles change nothing");
        Cells.AreEqual(expected, [.. loaded.Transform(data).GetColumn<float[]>("Made")], 0, "made");
    }

    [TestMethod]
    public void A_file_of_other_sizes_than_its_weights_is_refused()
    {
        using var model = Translators.Of(
            _ml, Translators.Columns(1, 4, 6), Translators.Answering(
                new TranslationArchitecture(new TranslationTask(1, ImageBase.Input), Translators.Small, 1, 0, 0), 0));
        var parts = SavedParts.Of(model);
        var description = parts.Description;
        description["Architecture"]!["Generator"]!["Filters"] = 3;
        Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml));
        description = parts.Description;
        description["Architecture"]!["Task"]!["Base"] = "Upside";
        Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml));
        description = parts.Description;
        description["Columns"]!["TileSize"] = -2;
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml)).Message, "TileSize is -2");
    }

    private static UnpairedTranslationDescription Description(UnfitSizes unfit = UnfitSizes.Pad) =>
        new(Translators.Columns(1, 4, 6, unfit: unfit), Architecture, new TrainingHistory());

    private UnpairedTranslationTransformer Model(UnfitSizes unfit = UnfitSizes.Pad)
    {
        var network = new CycleNetwork(Architecture);
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        weights["there.generator.answer.bias"].copy_(tensor(new[] { 0.125f, 0.25f, 0.375f }));
        weights["back.generator.answer.bias"].copy_(tensor(new[] { 0.5f }));
        network.eval();
        return new UnpairedTranslationTransformer(_ml, Description(unfit), network, CPU);
    }
}
