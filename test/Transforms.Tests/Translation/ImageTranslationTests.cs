using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Translation;

/// <summary>Pictures made of pictures by networks whose answers are set by hand.</summary>
[TestClass]
public sealed class ImageTranslationTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(ImageBase.Input, 0.125f)]
    [DataRow(ImageBase.Negative, -0.125f)]
    [DataRow(ImageBase.None, 0.75f)]
    [DataRow(ImageBase.MeanPicture, 0.5f)]
    [DataRow(ImageBase.Input, 5f)]
    [DataRow(ImageBase.Negative, -5f)]
    public void The_answer_is_added_to_what_was_asked_for_and_stays_between_black_and_white(ImageBase of, float answer)
    {
        using var model = Model(new TranslationTask(1, of), answer);
        var rows = new[] { Translators.Pixels(24), Translators.Pixels(24, seed: 4) };
        var made = model.Transform(Rows(rows)).GetColumn<float[]>("Made").ToArray();
        for (var row = 0; row < 2; row++)
            for (var i = 0; i < 24; i++)
            {
                var start = of switch
                {
                    ImageBase.Input => rows[row][i],
                    ImageBase.Negative => 1 - rows[row][i],
                    ImageBase.MeanPicture => 0.25f,
                    _ => 0,
                };
                Assert.AreEqual(Math.Clamp(start + answer, 0, 1), made[row][i], 1e-6, $"row {row}, pixel {i}");
            }
    }

    [TestMethod]
    public void A_picture_that_is_made_has_its_dimensions_and_one_size_for_all_rows()
    {
        using var model = Model(new TranslationTask(3, ImageBase.None), 0.1f, 0.2f, 0.3f);
        var made = model.Transform(Rows(Translators.Pixels(24)));
        CollectionAssert.AreEqual(new[] { 3, 4, 6 }, ((VectorDataViewType)made.Schema["Made"].Type).Dimensions.ToArray());
        var values = made.GetColumn<float[]>("Made").Single();
        for (var channel = 0; channel < 3; channel++)
            Assert.IsTrue(values[(24 * channel)..(24 * (channel + 1))].All(value => Math.Abs(value - (0.1f * (channel + 1))) < 1e-6));
    }

    [TestMethod]
    public void Rows_in_batches_and_one_by_one_are_what_the_network_makes_of_them()
    {
        var network = Translators.Reading(Architecture(new TranslationTask(1, ImageBase.Input)));
        using var model = Translators.Of(_ml, Translators.Columns(1, 4, 6), network);
        var rows = Enumerable.Range(0, 5).Select(i => Translators.Pixels(24, i)).ToArray();
        var made = model.Transform(Rows(rows)).GetColumn<float[]>("Made").ToArray();
        using var engine = _ml.Model.CreatePredictionEngine<Grey, MadeVector>(model);
        for (var row = 0; row < rows.Length; row++)
        {
            var expected = Translators.Direct(network, rows[row], 1, 1, 4, 6);
            CollectionAssert.AreNotEqual(rows[row], expected, "it does something");
            Cells.AreEqual([expected], [made[row]], 1e-5, $"row {row}");
            Cells.AreEqual([expected], [engine.Predict(new Grey { Given = rows[row] }).Made], 1e-5, $"row {row} by itself");
        }
    }

    [TestMethod]
    public void A_row_without_a_number_has_no_answer_and_one_outside_of_black_and_white_is_refused_by_pixel()
    {
        using var model = Model(new TranslationTask(1, ImageBase.Input), 0);
        var rows = new[] { Translators.Pixels(24), Translators.Pixels(24), Translators.Pixels(24) };
        rows[1][5] = float.NaN;
        var made = model.Transform(Rows(rows)).GetColumn<float[]>("Made").ToArray();
        Assert.IsTrue(made[1].All(float.IsNaN));
        Cells.AreEqual([rows[0], rows[2]], [made[0], made[2]], 1e-6, "the others");
        rows[2][7] = 1.5f;
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => model.Transform(Rows(rows)).GetColumn<float[]>("Made").Count());
        StringAssert.Contains(error.Message, "Column 'Given'");
        StringAssert.Contains(error.Message, "1.5 in row 2");
    }

    [TestMethod]
    public void Pictures_of_another_size_are_padded_by_their_edge_and_cut_again()
    {
        var network = Translators.Reading(Architecture(new TranslationTask(1, ImageBase.None)));
        using var model = Translators.Of(_ml, Translators.Columns(1, 4, 6), network);
        var pixels = Translators.Pixels(35);
        var made = model.Transform(_ml.Data.LoadFromEnumerable([new Odd { Given = pixels }]));
        CollectionAssert.AreEqual(new[] { 1, 5, 7 }, ((VectorDataViewType)made.Schema["Made"].Type).Dimensions.ToArray());
        var padded = new float[48];
        for (var y = 0; y < 6; y++)
            for (var x = 0; x < 8; x++)
                padded[(8 * y) + x] = pixels[(7 * Math.Min(y, 4)) + Math.Min(x, 6)];
        var whole = Translators.Direct(network, padded, 1, 1, 6, 8);
        float[] expected = [.. Enumerable.Range(0, 35).Select(i => whole[(8 * (i / 7)) + (i % 7)])];
        Cells.AreEqual([expected], [.. made.GetColumn<float[]>("Made")], 1e-5, "made");
    }

    [TestMethod]
    public void Sizes_that_strides_do_not_allow_are_refused_with_the_nearest_where_that_is_asked_for()
    {
        using var model = Translators.Of(
            _ml, Translators.Columns(1, 4, 6, unfit: UnfitSizes.Error),
            Translators.Answering(Architecture(new TranslationTask(1, ImageBase.Input)), 0));
        var odd = _ml.Data.LoadFromEnumerable([new Odd { Given = Translators.Pixels(35) }]);
        foreach (var ask in new Action[] { () => model.Transform(odd), () => model.GetOutputSchema(odd.Schema) })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(ask).Message,
                "Column 'Given' holds pictures of 7x5 pixels; the network's strides need sides that are multiples of 2. The nearest sizes "
                    + "are 6x4 and 8x6 (ResizeImages); UnfitSizes.Pad takes any.");
    }

    [TestMethod]
    public void Numbers_without_dimensions_are_taken_in_the_size_of_training_and_other_columns_are_refused_by_type()
    {
        using var model = Model(new TranslationTask(1, ImageBase.Input), 0);
        var flat = model.Transform(_ml.Data.LoadFromEnumerable([new Flat { Given = Translators.Pixels(24) }]));
        Cells.AreEqual([Translators.Pixels(24)], [.. flat.GetColumn<float[]>("Made")], 1e-6, "made");
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => model.Transform(_ml.Data.LoadFromEnumerable([new Coloured { Given = new float[72] }])));
        StringAssert.Contains(error.Message, "'Given'");
        StringAssert.Contains(error.Message, "Vector<Single, 3, 4, 6>");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => model.GetOutputSchema(_ml.Data.LoadFromEnumerable([new MadeVector()]).Schema));
    }

    [TestMethod]
    public void Pictures_of_bytes_come_out_as_pictures_of_bytes_and_none_where_none_went_in()
    {
        using var model = Translators.Of(
            _ml, Translators.Columns(3, 4, 6, images: true),
            Translators.Answering(
                new TranslationArchitecture(new TranslationTask(3, ImageBase.Input), Translators.Small, 3, 0, 0), 0.2f, 0, -0.2f));
        var planes = Translators.Pixels(72);
        using var picture = Translators.Image(3, 4, 6, planes);
        var data = _ml.Data.LoadFromEnumerable([new Photo { Given = picture }, new Photo(), new Photo { Given = picture }]);
        var rows = 0;
        foreach (var row in _ml.Data.CreateEnumerable<MadePhoto>(model.Transform(data), reuseRowObject: true))
        {
            if (rows++ == 1)
            {
                Assert.IsNull(row.Made);
                continue;
            }
            Assert.AreEqual((6, 4), (row.Made!.Width, row.Made.Height));
            for (var i = 0; i < 24; i++)
                for (var channel = 0; channel < 3; channel++)
                {
                    var expected = 255 * Math.Clamp(planes[(24 * channel) + i] + new[] { 0.2f, 0, -0.2f }[channel], 0, 1);
                    var byteOf = row.Made.PixelFormat == MLPixelFormat.Rgba32 ? channel : 2 - channel;
                    Assert.AreEqual(expected, row.Made.Pixels[(4 * i) + byteOf], 1, $"pixel {i}, channel {channel}");
                }
        }
        Assert.AreEqual(3, rows);
        var columns = Translators.Columns(3, 4, 6, images: true);
        using var strict = Translators.Of(
            _ml, columns with { Format = columns.Format with { SkipsUnreadable = false } }, Translators.Answering(
                new TranslationArchitecture(new TranslationTask(3, ImageBase.Input), Translators.Small, 3, 0, 0), 0, 0, 0));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.CreateEnumerable<MadePhoto>(
                strict.Transform(data), reuseRowObject: true).Count()).Message,
            "Column 'Given' has no picture in row 1", "unless they are to be skipped");
    }

    [TestMethod]
    public void Colours_are_put_on_grey_pictures_and_on_those_that_had_some()
    {
        var architecture = new TranslationArchitecture(new ColorizationTask(), Translators.Small, 3, 0, 0);
        using var model = Translators.Of(_ml, Translators.Columns(3, 4, 6), Translators.Answering(architecture, 0.125f, -0.25f));
        var green = (-0.3 / 0.59 * 0.125) - (0.11 / 0.59 * -0.25);
        var grey = Translators.Pixels(24);
        Holds(model.Transform(Rows(grey)), grey);
        var colours = Translators.Pixels(72, seed: 5);
        Holds(
            model.Transform(_ml.Data.LoadFromEnumerable([new Coloured { Given = colours }])),
            [.. Enumerable.Range(0, 24).Select(i => (0.3f * colours[i]) + (0.59f * colours[24 + i]) + (0.11f * colours[48 + i]))]);

        void Holds(IDataView made, float[] levels)
        {
            var values = made.GetColumn<float[]>("Made").Single();
            for (var i = 0; i < 24; i++)
            {
                Assert.AreEqual(Math.Clamp(levels[i] + 0.125, 0, 1), values[i], 1e-5, "red");
                Assert.AreEqual(Math.Clamp(levels[i] + green, 0, 1), values[24 + i], 1e-5, "green");
                Assert.AreEqual(Math.Clamp(levels[i] - 0.25, 0, 1), values[48 + i], 1e-5, "blue");
            }
        }
    }

    [TestMethod]
    public void Holes_are_filled_and_what_is_there_stays()
    {
        var columns = Translators.Columns(1, 4, 6) with { Mask = "Hole" };
        var architecture = new TranslationArchitecture(new InpaintingTask(new HoleShapes(), null), Translators.Small, 1, 1, 1);
        using var model = Translators.Of(_ml, columns, Translators.Answering(architecture, 0.125f));
        var row = new Grey { Given = Translators.Pixels(24) };
        foreach (var hole in new[] { 0, 7, 23 })
            row.Hole[hole] = 1;
        var whole = new Grey { Given = Translators.Pixels(24, seed: 9) };
        var made = model.Transform(_ml.Data.LoadFromEnumerable([row, whole])).GetColumn<float[]>("Made").ToArray();
        for (var i = 0; i < 24; i++)
            Assert.AreEqual(row.Hole[i] > 0 ? 0.25f + 0.125f : row.Given[i], made[0][i], 1e-6, $"pixel {i}");
        Cells.AreEqual([whole.Given], [made[1]], 0, "nothing is missing");
        var without = _ml.Data.LoadFromEnumerable([new Odd { Given = Translators.Pixels(35) }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(without)).Message, "mask column 'Hole'");
    }

    private ImageTranslationTransformer Model(ImageTask task, params float[] answers) =>
        Translators.Of(_ml, Translators.Columns(1, 4, 6), Translators.Answering(Architecture(task), answers));

    private static TranslationArchitecture Architecture(ImageTask task) =>
        new(task, Translators.Small, 1, task.NeedsMean ? 1 : 0, task.NeedsMean ? 1 : 0);

    private IDataView Rows(params float[][] pictures) =>
        _ml.Data.LoadFromEnumerable(pictures.Select(pixels => new Grey { Given = pixels }).ToArray());

    private sealed class MadeVector
    {
        public float[] Made { get; set; } = [];
    }
}
