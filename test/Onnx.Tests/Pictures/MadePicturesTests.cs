using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>Networks that make pictures, or classes of pixels, of pictures: every task and part of a generator, in any size.</summary>
[TestClass]
public sealed class MadePicturesTests
{
    private const double Tolerance = 1e-5;

    private static readonly TrainingOptions Brief = new() { Epochs = 2, BatchSize = 4, LearningRate = 0.02 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Generators =>
    [
        ["u-net", new UNetGenerator { Depth = 2, Filters = 3 }],
        ["without skips", new UNetGenerator { Depth = 1, Filters = 3, Skips = false, Dropout = 0.2 }],
        ["transposed", new UNetGenerator { Depth = 1, Filters = 3, Upsampling = ImageUpsampling.Transposed }],
        ["batch", new UNetGenerator { Depth = 1, Filters = 3, Normalization = ImageNormalization.Batch }],
        ["instance", new UNetGenerator { Depth = 1, Filters = 3, Normalization = ImageNormalization.Instance }],
        ["global features", new UNetGenerator { Depth = 1, Filters = 3, GlobalFeatures = true }],
        ["residual", new ResidualGenerator { Blocks = 2, Filters = 3 }],
        [
            "halved",
            new ResidualGenerator { Blocks = 1, Filters = 3, Halvings = 2, Normalization = ImageNormalization.Instance },
        ],
        [
            "doubled",
            new ResidualGenerator
            {
                Blocks = 1, Filters = 3, Halvings = 1, Normalization = ImageNormalization.Batch, Upsampling = ImageUpsampling.Transposed,
            },
        ],
    ];

    public static IEnumerable<object[]> Bases => Enum.GetValues<ImageBase>().Select(start => new object[] { start });

    [TestMethod]
    [DynamicData(nameof(Generators))]
    public void Every_generator_is_written_for_pictures_of_any_size(string what, ImageGenerator generator)
    {
        using var model = _ml.Transforms.TranslateImage(
            "Made", "Picture", "Target", new TranslateImageOptions { Generator = generator, Training = Brief }).Fit(Pictures(2, 8, 12));
        AreEqual(model, what, Pictures(2, 8, 12), Pictures(2, 9, 7), Pictures(2, 17, 16));
    }

    [TestMethod]
    [DynamicData(nameof(Bases))]
    public void What_a_network_starts_from_is_written(ImageBase start)
    {
        foreach (var channels in new[] { 1, 3 })
        {
            using var model = _ml.Transforms.TranslateImage("Made", "Picture", "Grey", new TranslateImageOptions
            {
                Base = start,
                Generator = new UNetGenerator { Depth = 1, Filters = 2 },
                Training = Brief,
            }).Fit(Pictures(channels, 8, 10));
            AreEqual(model, $"{start}, {channels} channels", Pictures(channels, 8, 10), Pictures(channels, 11, 9));
        }
    }

    [TestMethod]
    public void One_channel_becomes_several_by_being_the_same_in_all()
    {
        using var model = _ml.Transforms.TranslateImage("Made", "Grey", "Picture", new TranslateImageOptions
        {
            Base = ImageBase.Input,
            Generator = new UNetGenerator { Depth = 1, Filters = 2 },
            Training = Brief,
        }).Fit(Pictures(3, 8, 10));
        AreEqual(model, "grey to colours", Pictures(3, 8, 10));
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    public void Pictures_become_larger(int factor)
    {
        foreach (var generator in new ImageGenerator[]
        {
            new UNetGenerator { Depth = 1, Filters = 2 }, new ResidualGenerator { Blocks = 1, Filters = 2 },
            new ResidualGenerator { Blocks = 1, Filters = 2, Halvings = 1, Upsampling = ImageUpsampling.Transposed },
        })
        {
            using var model = _ml.Transforms.SuperResolveImage("Made", "Picture", new SuperResolveImageOptions
            {
                Factor = factor,
                Generator = generator,
                Training = Brief,
            }).Fit(Pictures(1, 12, 18));
            AreEqual(model, $"{generator}", Pictures(1, 12, 18), Pictures(1, 5, 7));
        }
    }

    [TestMethod]
    public void Holes_are_filled_where_a_mask_or_a_colour_says_so_and_all_else_stays()
    {
        var generator = new UNetGenerator { Depth = 1, Filters = 2 };
        using var masked = _ml.Transforms.InpaintImage(
            "Made", "Picture", "Mask", new InpaintImageOptions { Generator = generator, Training = Brief }).Fit(Pictures(2, 8, 12));
        AreEqual(masked, "mask", Pictures(2, 8, 12), Pictures(2, 7, 5));
        using var coloured = _ml.Transforms.InpaintImage("Made", "Picture", null, new InpaintImageOptions
        {
            HoleColor = [1, 0.5f],
            Generator = generator,
            Training = Brief,
        }).Fit(Pictures(2, 8, 12));
        AreEqual(coloured, "colour", Pictures(2, 8, 12), Pictures(2, 7, 5));
    }

    [TestMethod]
    public void Grey_and_coloured_pictures_are_coloured()
    {
        using var model = _ml.Transforms.ColorizeImage("Made", "Picture", new ColorizeImageOptions
        {
            Generator = new UNetGenerator { Depth = 1, Filters = 2 },
            Training = Brief,
        }).Fit(Pictures(3, 8, 12));
        AreEqual(model, "colours", Pictures(3, 8, 12), Pictures(1, 8, 12), Pictures(1, 6, 7));
    }

    [TestMethod]
    public void Pictures_are_cleaned()
    {
        using var model = _ml.Transforms.CleanImage("Made", "Picture", new CleanImageOptions
        {
            Corruptions = [new NoiseCorruption()],
            Generator = new ResidualGenerator { Blocks = 1, Filters = 2 },
            Training = Brief,
        }).Fit(Pictures(2, 8, 12));
        AreEqual(model, "noise", Pictures(2, 8, 12), Pictures(2, 7, 5));
    }

    [TestMethod]
    public void The_way_back_of_unpaired_networks_is_written_too()
    {
        var data = Pictures(2, 8, 12);
        using var model = _ml.Transforms.TranslateImageUnpaired("Made", "Picture", new TranslateImageUnpairedOptions
        {
            Generator = new ResidualGenerator { Blocks = 1, Filters = 2, Halvings = 1, Normalization = ImageNormalization.Instance },
            Discriminator = new PatchDiscriminator { Halvings = 1, Filters = 2, Normalization = ImageNormalization.None },
            Training = Brief,
        }).Fit(data, data);
        AreEqual(model, "there", data, Pictures(2, 9, 7));
        using var back = model.Reverse();
        AreEqual(back, "back", data, Pictures(2, 9, 7));
    }

    [TestMethod]
    [DataRow(SegmentationAnswer.Classes)]
    [DataRow(SegmentationAnswer.Colors)]
    public void Classes_of_pixels_are_keys_or_colours(SegmentationAnswer answer)
    {
        using var model = _ml.Transforms.SegmentImage("Made", "Picture", "Classes", new SegmentImageOptions
        {
            Answer = answer,
            Generator = new UNetGenerator { Depth = 1, Filters = 4 },
            Training = Brief with { Epochs = 5 },
        }).Fit(Pictures(2, 8, 12));
        var made = Cells.Read(model.Transform(Pictures(2, 8, 12)), model.GetOutputSchema(Pictures(2, 8, 12).Schema)["Made"]);
        Assert.IsGreaterThan(1, made.SelectMany(row => row).Distinct().Count(), "more than one class is found");
        AreEqual(model, $"{answer}", Pictures(2, 8, 12), Pictures(2, 7, 5));
    }

    [TestMethod]
    public void A_picture_that_holds_no_number_has_no_answer_and_those_beside_it_have()
    {
        var rows = Rows(2, 8, 12);
        rows[3].Picture[5] = float.NaN;
        rows[4].Mask[5] = float.PositiveInfinity;
        var odd = View(rows, 2, 8, 12);
        using var inpainting = _ml.Transforms.InpaintImage("Made", "Picture", "Mask", new InpaintImageOptions
        {
            Generator = new UNetGenerator { Depth = 1, Filters = 2 },
            Training = Brief,
        }).Fit(Pictures(2, 8, 12));
        AreEqual(inpainting, "holes", odd);
        Assert.AreEqual(
            2, Cells.Read(inpainting.Transform(odd), inpainting.Transform(odd).Schema["Made"]).Count(row => row.All(float.IsNaN)));
        using var segmenting = _ml.Transforms.SegmentImage("Made", "Picture", "Classes", new SegmentImageOptions
        {
            Generator = new UNetGenerator { Depth = 1, Filters = 2 },
            Training = Brief,
        }).Fit(Pictures(2, 8, 12));
        AreEqual(segmenting, "classes", odd);
    }

    [TestMethod]
    public void A_chain_with_pictures_between_reads_them_in_the_size_of_their_column()
    {
        var data = Pictures(2, 8, 12);
        using var chain = _ml.Transforms.CopyColumns("Copy", "Picture")
            .Append(_ml.Transforms.TranslateImage("Made", "Copy", "Target", new TranslateImageOptions
            {
                Generator = new UNetGenerator { Depth = 2, Filters = 2 },
                Training = Brief,
            }))
            .Append(_ml.Transforms.SegmentImage("Kinds", "Made", "Classes", new SegmentImageOptions
            {
                Generator = new UNetGenerator { Depth = 1, Filters = 2 },
                Training = Brief,
            }))
            .Append(_ml.Transforms.Autoencoder(
                "Code", "Made", new AutoencoderOptions { CodeSize = 2, HiddenSizes = [4], Training = Brief }))
            .Append(_ml.Transforms.NormalizeMinMax("Code"))
            .Fit(data);
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(
            chain, data.Schema, stream, new OnnxExportOptions { Outputs = ["Made", "Kinds", "Code"] }));
        foreach (var batch in new[] { 1, 2, 7 })
            Assert.IsLessThanOrEqualTo(Tolerance, run.Difference(chain.Transform(data), batch, ".output", data));
    }

    private static void AreEqual(ScoringTransformer model, string what, params IDataView[] views)
    {
        using var run = new OnnxRun(model);
        foreach (var data in views)
            foreach (var batch in new[] { 1, 2, 7 })
                Assert.IsLessThanOrEqualTo(Tolerance, run.Difference(model.Transform(data), batch), $"{what}, {batch} at once");
    }

    private IDataView Pictures(int channels, int height, int width) => View(Rows(channels, height, width), channels, height, width);

    private IDataView View(Row[] rows, int channels, int height, int width)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        void Set(string name, params int[] sizes) =>
            schema[name].ColumnType = new VectorDataViewType(NumberDataViewType.Single, sizes);
        Set("Picture", channels, height, width);
        Set("Target", channels, height, width);
        Set("Grey", 1, height, width);
        Set("Mask", 1, height, width);
        Set("Classes", height, width);
        return _ml.Data.LoadFromEnumerable(rows, schema);
    }

    private static Row[] Rows(int channels, int height, int width)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 9).Select(_ =>
        {
            float[] picture = [.. Enumerable.Range(0, channels * height * width).Select(_ => random.NextSingle())];
            if (channels == 2) // holes of a colour
                for (var i = 0; i < 9; i++)
                    (picture[i], picture[(height * width) + i]) = (1, 0.5f);
            return new Row
            {
                Picture = picture,
                Target = Array.ConvertAll(picture, pixel => 1 - (pixel * pixel)),
                Grey = picture[..(height * width)],
                Mask = [.. Enumerable.Range(0, height * width).Select(i => i % 5 == 0 ? 1f : 0)],
                Classes = Array.ConvertAll(picture[..(height * width)], pixel => MathF.Floor(pixel * 2.999f)),
            };
        })];
    }

    private sealed class Row
    {
        public float[] Picture { get; set; } = [];

        public float[] Target { get; set; } = [];

        public float[] Grey { get; set; } = [];

        public float[] Mask { get; set; } = [];

        public float[] Classes { get; set; } = [];
    }
}
