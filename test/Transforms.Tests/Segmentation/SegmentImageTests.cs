using DeepML.Networks;
using DeepML.Transforms.Tests.Archives;
using DeepML.Transforms.Tests.Translation;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Transforms.Tests.Segmentation;

/// <summary>Classes of pixels beside the network asked directly, compared with masks, drawn, saved and refused.</summary>
[TestClass]
public sealed class SegmentImageTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_pixel_has_the_key_of_its_likeliest_class()
    {
        Assert.HasCount(4, Segmenters.Pictures, "pictures that show every class");
        using var model = Segmenters.Of(_ml, Segmenters.Describe());
        var found = model.Transform(Scenes());
        var type = (VectorDataViewType)found.Schema["Found"].Type;
        CollectionAssert.AreEqual(new[] { 4, 6 }, type.Dimensions.ToArray());
        Assert.AreEqual(3UL, ((KeyDataViewType)type.ItemType).Count);
        var keys = found.GetColumn<uint[]>("Found").ToArray();
        for (var row = 0; row < keys.Length; row++)
            CollectionAssert.AreEqual(
                Segmenters.Expected(Segmenters.Pictures[row]).Select(c => (uint)c + 1).ToArray(), keys[row], $"row {row}");
        Assert.AreEqual(3, model.ClassCount);
        using var engine = _ml.Model.CreatePredictionEngine<Scene, Keys>(model);
        CollectionAssert.AreEqual(keys[2], engine.Predict(new Scene { Given = Segmenters.Pictures[2] }).Found, "a row by itself");
    }

    [TestMethod]
    public void A_picture_with_a_missing_pixel_has_missing_keys_only()
    {
        using var model = Segmenters.Of(_ml, Segmenters.Describe());
        var rows = Segmenters.Pictures[..2].Select(pixels => new Scene { Given = [.. pixels] }).ToArray();
        rows[0].Given[3] = float.NaN;
        var keys = model.Transform(_ml.Data.LoadFromEnumerable(rows)).GetColumn<uint[]>("Found").ToArray();
        Assert.IsTrue(keys[0].All(key => key == 0));
        Assert.IsTrue(keys[1].All(key => key > 0));
    }

    [TestMethod]
    public void Answers_in_colours_are_vectors_or_images_of_the_colours_of_the_classes()
    {
        using var vectors = Segmenters.Of(_ml, Segmenters.Describe(SegmentationAnswer.Colors));
        var painted = vectors.Transform(Scenes()).GetColumn<float[]>("Found").First();
        var expected = Segmenters.Expected(Segmenters.Pictures[0]);
        for (var i = 0; i < 24; i++)
            for (var channel = 0; channel < 3; channel++)
                Assert.AreEqual(ClassColors.Of(expected[i])[channel], painted[(24 * channel) + i], 1e-6, $"pixel {i}");
        using var images = Segmenters.Of(_ml, Segmenters.Describe(SegmentationAnswer.Colors, images: true));
        var first = _ml.Data.CreateEnumerable<Painted>(images.Transform(Scenes()), reuseRowObject: true).First().Found!;
        Assert.AreEqual((6, 4), (first.Width, first.Height));
        var red = first.PixelFormat == MLPixelFormat.Rgba32 ? 0 : 2;
        for (var i = 0; i < 24; i++)
            Assert.AreEqual(Math.Round(255 * ClassColors.Of(expected[i])[0]), first.Pixels[(4 * i) + red], $"pixel {i}");
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(1)]
    public void Answers_are_compared_with_masks_as_a_loop_compares_them(int? ignored)
    {
        using var model = Segmenters.Of(_ml, Segmenters.Describe(ignored: ignored));
        var random = new Random(5);
        var rows = Segmenters.Pictures.Select(pixels => new Scene
        {
            Given = pixels,
            Right = [.. Segmenters.Expected(pixels).Select(c => (float)(random.Next(3) == 0 ? random.Next(-1, 3) : c))],
        }).ToArray();
        var (pixels, right) = (0, 0);
        var (both, either) = (new double[3], new double[3]);
        foreach (var row in rows)
            foreach (var (answer, known) in Segmenters.Expected(row.Given).Zip(row.Right, (answer, known) => (answer, (int)known)))
            {
                if (known < 0 || known == ignored)
                    continue;
                pixels++;
                right += answer == known ? 1 : 0;
                for (var c = 0; c < 3; c++)
                {
                    both[c] += answer == c && known == c ? 1 : 0;
                    either[c] += answer == c || known == c ? 1 : 0;
                }
            }
        var found = model.Evaluate(_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual((4, right / (double)pixels), (found.PictureCount, found.PixelAccuracy));
        for (var c = 0; c < 3; c++)
            Assert.AreEqual(both[c] / either[c], found.ClassIntersectionOverUnion[c], 1e-12, $"class {c}");
        Assert.AreEqual(both.Zip(either, (a, b) => a / b).Average(), found.MeanIntersectionOverUnion, 1e-12);
    }

    [TestMethod]
    public void Masks_of_keys_are_compared_by_class_and_missing_keys_do_not_count()
    {
        using var model = Segmenters.Of(_ml, Segmenters.Describe());
        var expected = Segmenters.Expected(Segmenters.Pictures[0]);
        var row = new KeyScene { Given = Segmenters.Pictures[0], Right = [.. expected.Select(c => (uint)c + 1)] };
        row.Right[0] = 0; // missing
        row.Right[1] = (row.Right[1] % 3) + 1; // another class
        var found = model.Evaluate(_ml.Data.LoadFromEnumerable([row]));
        Assert.AreEqual(22 / 23.0, found.PixelAccuracy, 1e-12);
    }

    [TestMethod]
    public void Masks_that_tell_no_class_are_errors_by_column_and_value()
    {
        using var model = Segmenters.Of(_ml, Segmenters.Describe(ignored: 2));
        Refused(3, "Column 'Right' holds 3; classes are whole numbers in [0, 2].");
        Refused(0.5f, "Column 'Right' holds 0.5; classes");
        Refused(-1, "No pixel of a known class was found in column 'Right'.");
        Refused(2, "No pixel of a known class was found");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => model.Evaluate(_ml.Data.LoadFromEnumerable([new Grey { Given = Segmenters.Pictures[0] }])));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Evaluate(null!));

        void Refused(float known, string said)
        {
            var row = new Scene { Given = Segmenters.Pictures[0], Right = [.. Enumerable.Repeat(known, 24)] };
            var data = _ml.Data.LoadFromEnumerable([row]);
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => GermanNumbers.In(() => model.Evaluate(data)));
            StringAssert.Contains(error.Message, said);
        }
    }

    [TestMethod]
    public void A_preview_shows_the_picture_the_classes_found_and_those_of_the_mask()
    {
        using var model = Segmenters.Of(_ml, Segmenters.Describe());
        var row = new Scene { Given = Segmenters.Pictures[1], Right = [.. Enumerable.Range(0, 24).Select(i => i % 5 - 1f)] };
        var sheet = model.Preview(_ml.Data.LoadFromEnumerable([row]));
        Assert.AreEqual(((3 * 7) + 1, 6, 3), (sheet.Width, sheet.Height, sheet.ChannelCount));
        var found = Segmenters.Expected(row.Given);
        for (var i = 0; i < 24; i++)
            for (var channel = 0; channel < 3; channel++)
            {
                var (x, y) = (1 + (i % 6), 1 + (i / 6));
                Assert.AreEqual(row.Given[i], sheet[x, y, channel], 1e-6);
                Assert.AreEqual(ClassColors.Of(found[i])[channel], sheet[7 + x, y, channel], 1e-6);
                var known = Math.Clamp((int)row.Right[i], 0, 2); // what is no class is drawn like the nearest
                Assert.AreEqual(ClassColors.Of(known)[channel], sheet[14 + x, y, channel], 1e-6);
            }
        var without = model.Preview(_ml.Data.LoadFromEnumerable([new Pixels { Given = row.Given }]), 1);
        Assert.AreEqual((2 * 7) + 1, without.Width, "no mask, no third column");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => model.Preview(_ml.Data.LoadFromEnumerable(Array.Empty<Scene>()))).Message, "holds no picture to show");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Preview(Scenes(), 0));
    }

    [TestMethod]
    public void Pictures_of_another_size_have_as_many_keys_or_are_refused()
    {
        var pixels = Translators.Pixels(35);
        var odd = _ml.Data.LoadFromEnumerable([new Odd { Given = pixels }]);
        using var model = Segmenters.Of(_ml, Segmenters.Describe());
        var found = model.Transform(odd);
        CollectionAssert.AreEqual(new[] { 5, 7 }, ((VectorDataViewType)found.Schema["Found"].Type).Dimensions.ToArray());
        CollectionAssert.AreEqual(
            Segmenters.Expected(pixels, 5, 7).Select(c => (uint)c + 1).ToArray(), found.GetColumn<uint[]>("Found").Single());
        using var strict = Segmenters.Of(_ml, Segmenters.Describe(unfit: UnfitSizes.Error));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => strict.Transform(odd)).Message,
            "multiples of 2. The nearest sizes are 6x4 and 8x6");
    }

    [TestMethod]
    [DataRow(SegmentationAnswer.Classes, 0)]
    [DataRow(SegmentationAnswer.Colors, 2)]
    public void A_loaded_model_gives_the_same_answers_and_a_disposed_one_none(SegmentationAnswer answer, int tile)
    {
        var model = Segmenters.Of(_ml, Segmenters.Describe(answer, ignored: 1, tile: tile));
        using var loaded = _ml.Reloaded(model);
        var (before, after) = (model.Transform(Scenes()), loaded.Transform(Scenes()));
        Cells.AreEqual(Cells.Read(before, before.Schema["Found"]), Cells.Read(after, after.Schema["Found"]), 0, "Found");
        Assert.AreEqual(model.Evaluate(Scenes()).ToString(), loaded.Evaluate(Scenes()).ToString(), "the ignored class too");
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(Scenes()));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Evaluate(Scenes()));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Preview(Scenes()));
    }

    [TestMethod]
    public void Measuring_and_drawing_leave_no_tensor_behind()
    {
        using var model = Segmenters.Of(_ml, Segmenters.Describe());
        var data = Scenes();
        model.Evaluate(data);
        Assert.AreEqual(0, LiveTensors.GrowthBy(() => model.Evaluate(data)));
        Assert.AreEqual(0, LiveTensors.GrowthBy(() => model.Preview(data)));
    }

    [TestMethod]
    public void A_description_that_does_not_fit_together_is_damaged()
    {
        var sound = Segmenters.Describe();
        sound.Check();
        Damaged(sound with { Columns = sound.Columns with { Target = null } }, "the mask column has no name");
        Damaged(sound with { Answer = (SegmentationAnswer)7 }, "its answer is of no known kind");
        Damaged(sound with { Columns = sound.Columns with { TileSize = -1 } }, "TileSize is -1");
        Damaged(sound with { Columns = Translators.Columns(3, 4, 6) }, "the pictures of format and network differ");
        var a = sound.Architecture;
        Damaged(sound with { Architecture = a with { Task = new TranslationTask(3, ImageBase.None) } }, "does not tell classes");
        Damaged(sound with { Architecture = a with { Task = new SegmentationTask(1) } }, "Task.Classes is 1");
        Damaged(sound with { Architecture = a with { Generator = new UNetGenerator { Dropout = 1 } } }, "Generator.Dropout is 1");
        Damaged(sound with { Architecture = a with { MeanHeight = 1 } }, "the rows of a mean picture that is not kept");
        Damaged(sound with { Architecture = a with { MeanWidth = 1 } }, "the columns of a mean picture that is not kept");
        Damaged(sound with { Architecture = a with { Task = new SegmentationTask(9_999_999) } }, "the probabilities of a picture");
        using var model = Segmenters.Of(_ml, sound);
        var parts = SavedParts.Of(model);
        var description = parts.Description;
        description["Architecture"]!["Task"]!["Classes"] = 4;
        Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml), "the weights answer for three classes");

        static void Damaged(SegmentationDescription description, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(description.Check, said).Message, said);
    }

    [TestMethod]
    public void Metrics_are_printed_alike_under_every_culture()
    {
        var metrics = SegmentationMetrics.Of(2, new long[,] { { 3, 1, 0 }, { 0, 4, 0 }, { 0, 0, 0 } });
        Assert.AreEqual(
            "2 pictures: mean IoU 0.775 (0.75, 0.80, NaN), pixel accuracy 0.875", GermanNumbers.In(() => metrics.ToString()));
        var nothing = SegmentationMetrics.Of(0, new long[2, 2]);
        Assert.IsTrue(double.IsNaN(nothing.MeanIntersectionOverUnion) && double.IsNaN(nothing.PixelAccuracy));
    }

    private IDataView Scenes() => _ml.Data.LoadFromEnumerable(
        Segmenters.Pictures.Select(pixels => new Scene { Given = pixels, Right = [.. Enumerable.Range(0, 24).Select(i => i % 3f)] })
            .ToArray());

    private sealed class Keys
    {
        public uint[] Found { get; set; } = [];
    }

    private sealed class Painted
    {
        [ImageType(4, 6)]
        public MLImage? Found { get; set; }
    }

    private sealed class Pixels
    {
        [VectorType(1, 4, 6)]
        public float[] Given { get; set; } = [];
    }
}
