using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Convolutional;

[TestClass]
public sealed class ConvolutionalBadInputTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("pictures").FullName;

    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void An_unreadable_picture_file_is_named_with_its_row()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(Files(broken: 4), Options("Path", files: true)));
        StringAssert.Contains(error.Message, Path.Combine(_folder, "4.png"));
        StringAssert.Contains(error.Message, "row 4");
    }

    [TestMethod]
    public void A_skipped_picture_is_left_out_of_training_and_gets_no_class()
    {
        var data = Files(broken: 4);
        var warnings = new List<string>();
        _ml.Log += (_, e) => warnings.Add(e.Message);
        using var model = Fit(data, Options("Path", files: true) with { WhenUnreadable = UnreadablePictures.SkipRow });
        Assert.ContainsSingle(warning => warning.Contains("1 of 12 rows are left out", StringComparison.Ordinal), warnings);
        var scored = model.Transform(data);
        var scores = Cells.Read(scored, scored.Schema["Score"]);
        var classes = Cells.Read(scored, scored.Schema["PredictedLabel"]);
        for (var row = 0; row < scores.Count; row++)
        {
            Assert.AreEqual(row == 4, float.IsNaN(scores[row][0]), $"score of row {row}");
            Assert.AreEqual(row == 4, classes[row][0] == 0, $"class of row {row}");
        }
        foreach (var look in new Action[] { () => model.FeatureMaps(data, "convolution1", 4), () => model.ClassActivationMap(data, 4) })
            StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(look).Message, "column 'Path' in row 4 cannot be read");
    }

    [TestMethod]
    public void An_unreadable_picture_loaded_by_the_pipeline_is_named_by_column_and_row_or_skipped()
    {
        var images = _ml.Transforms.LoadImages("Picture", _folder, "File")
            .Append(_ml.Transforms.ResizeImages("Picture", Shapes.Side, Shapes.Side));
        var data = images.Fit(Files(broken: 4)).Transform(Files(broken: 4));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Fit(data, Options("Picture"))).Message, "column 'Picture' in row 4");
        using var model = Fit(data, Options("Picture") with { WhenUnreadable = UnreadablePictures.SkipRow });
        var scored = model.Transform(data);
        Assert.AreEqual(1, Cells.Read(scored, scored.Schema["Score"]).Count(row => float.IsNaN(row[0])));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_fault_in_a_mapping_before_the_pictures_is_seen_and_leaves_no_row_out(bool files)
    {
        var mapping = _ml.Transforms.CustomMapping<PictureFileRow, ChosenRow>(
            (row, chosen) => chosen.Chosen = row.File == "4.png" ? throw new ArgumentException("a bug of the user's") : row.File, null);
        var data = Files();
        var loaded = files
            ? mapping.Fit(data).Transform(data)
            : mapping.Append(_ml.Transforms.LoadImages("Picture", _folder, "Chosen")).Fit(data).Transform(data);
        var options = Options(files ? "Chosen" : "Picture", files) with { WhenUnreadable = UnreadablePictures.SkipRow };
        StringAssert.Contains(Assert.Throws<Exception>(() => Fit(loaded, options)).ToString(), "a bug of the user's");
    }

    [TestMethod]
    public void Pictures_of_mixed_sizes_are_refused_with_file_and_sizes()
    {
        var data = Files();
        new Picture(5, 6, 1, new float[30]).Save(Path.Combine(_folder, "2.png"));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(data, Options("Path", files: true))).Message;
        StringAssert.Contains(error, "2.png");
        StringAssert.Contains(error, "5x6 pixels");
        StringAssert.Contains(error, "8x8 pixels");
    }

    [TestMethod]
    public void Numbers_that_do_not_make_a_picture_of_the_size_given_are_refused()
    {
        var wrong = Options("Features") with { Channels = 3 };
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Fit(Shapes.Create(_ml, 6), wrong));
        var flat = Blobs.WithKeys(_ml);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Fit(flat, new ConvolutionalNetworkOptions { Layers = [new FlattenLayer()] })).Message;
        StringAssert.Contains(error, "Set Height, Width and Channels");
    }

    [TestMethod]
    [DataRow(8, 8, 3, 0, false, "looks like (height, width, channels)")]
    [DataRow(8, 8, 3, 3, false, "looks like (height, width, channels)")]
    [DataRow(3, 8, 8, 0, true, "looks like (channels, height, width)")]
    [DataRow(3, 8, 8, 3, true, "looks like (channels, height, width)")]
    public void Dimensions_in_another_order_than_they_are_read_in_are_refused(
        int first, int second, int third, int channels, bool channelsLast, string expected)
    {
        var options = ConvolutionalLearningTests.Small(1) with
        {
            FeatureColumnName = "Numbers",
            Channels = channels,
            ChannelsLast = channelsLast
        };
        var sized = channels == 0 ? options : options with { Height = 8, Width = 8 };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Fit(Shaped(first, second, third), sized)).Message, expected);
        using var model = Fit(Shaped(first, second, third), sized with { ChannelsLast = !channelsLast });
        Assert.AreEqual(1, model.TrainingHistory.Epochs.Count);
    }

    [TestMethod]
    [DataRow(12, 16, 1, false)]
    [DataRow(1, 12, 16, true)]
    public void Dimensions_of_a_single_channel_are_taken_in_either_order(int first, int second, int third, bool channelsLast)
    {
        var options = ConvolutionalLearningTests.Small(1) with
        {
            FeatureColumnName = "Numbers",
            Height = 12,
            Width = 16,
            Channels = 1,
            ChannelsLast = channelsLast
        };
        using var model = Fit(Shaped(first, second, third), options);
        Assert.AreEqual(1, model.TrainingHistory.Epochs.Count);
    }

    [TestMethod]
    public void Pictures_that_are_scored_are_refused_in_another_order_than_was_learned()
    {
        using var model = Fit(Shaped(3, 8, 8), ConvolutionalLearningTests.Small(1) with { FeatureColumnName = "Numbers" });
        Assert.AreEqual(12, model.Transform(Shaped(192)).GetColumn<float[]>("Score").Count());
        var error = Assert.ThrowsExactly<ArgumentException>(() => model.Transform(Shaped(8, 8, 3)).GetColumn<float[]>("Score").Count());
        StringAssert.Contains(error.Message, "looks like (height, width, channels)");
    }

    [TestMethod]
    public void Dimensions_that_look_turned_round_are_taken_when_the_channels_are_given()
    {
        using var model = Fit(Shaped(8, 8, 3), ConvolutionalLearningTests.Small(1) with { FeatureColumnName = "Numbers", Channels = 8 });
        Assert.AreEqual(1, model.TrainingHistory.Epochs.Count);
    }

    [TestMethod]
    public void Images_can_be_read_as_grey_or_colour_only()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Fit(Shapes.AsImages(_ml, 6), Options("Picture") with { Channels = 4 })).Message;
        StringAssert.Contains(error, "Channels is 4");
    }

    [TestMethod]
    public void A_single_class_is_refused()
    {
        var rows = Shapes.Rows(12).Where(row => row.Name == "level");
        var data = _ml.Data.LoadFromEnumerable(rows);
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Fit(keys, Options("Features"))).Message, "same class");
    }

    [TestMethod]
    public void Keys_without_a_bound_are_refused_as_a_label()
    {
        var schema = SchemaDefinition.Create(typeof(KeyRow));
        schema["Label"].ColumnType = new KeyDataViewType(typeof(uint), uint.MaxValue);
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 8, 8);
        var data = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 4).Select(i => new KeyRow { Features = new float[64], Label = (uint)i % 2 + 1 }).ToArray(), schema);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(data, ConvolutionalLearningTests.Small(1)));
        StringAssert.Contains(error.Message, "Label column 'Label' has keys up to 4294967295");
    }

    [TestMethod]
    public void A_row_of_the_wrong_length_is_named()
    {
        var rows = Shapes.Rows(12).ToList();
        rows[7].Features = rows[7].Features[..20];
        var data = _ml.Data.LoadFromEnumerable(rows);
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Fit(keys, Options("Features"))).Message, "row 7");
    }

    private static ConvolutionalNetworkOptions Options(string column, bool files = false) => ConvolutionalLearningTests.Small(1) with
    {
        FeatureColumnName = column,
        Height = Shapes.Side,
        Width = Shapes.Side,
        Channels = 1,
        FilePaths = files,
    };

    private ConvolutionalNetworkTransformer Fit(IDataView data, ConvolutionalNetworkOptions options) =>
        _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options).Fit(data);

    private IDataView Shaped(params int[] dimensions)
    {
        var schema = SchemaDefinition.Create(typeof(NumbersRow));
        schema["Numbers"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        var random = new Random(1);
        var rows = Enumerable.Range(0, 12)
            .Select(i => new NumbersRow { Numbers = [.. Enumerable.Range(0, 192).Select(_ => random.NextSingle())], Name = $"{i % 2}" });
        var data = _ml.Data.LoadFromEnumerable(rows.ToArray(), schema);
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    private IDataView Files(int broken = -1)
    {
        var rows = Shapes.Rows(12).Select((row, i) =>
        {
            var path = Path.Combine(_folder, $"{i}.png");
            new Picture(Shapes.Side, Shapes.Side, 1, row.Features).Save(path);
            if (i == broken)
                File.WriteAllText(path, "no picture");
            return new PictureFileRow { Path = path, File = $"{i}.png", Name = row.Name };
        });
        return PictureFileRow.Load(_ml, rows);
    }

    private sealed class KeyRow
    {
        public float[] Features { get; set; } = [];

        public uint Label { get; set; }
    }

    private sealed class NumbersRow
    {
        public float[] Numbers { get; set; } = [];

        public string Name { get; set; } = "";
    }
}
