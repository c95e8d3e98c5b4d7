namespace DeepML.Docs.Tests;

/// <summary>What each page takes for granted: data with the columns that its snippets name, models that were fitted before.</summary>
internal static partial class SnippetSurroundings
{
    private const string Ml = "var ml = new MLContext(seed: 1);\n";
    private const string Once = "Training = new TrainingOptions { Epochs = 1 }";
    private const string Attentive = "Pooling = SequencePooling.Attention,";
    private const string Quick = "new TrainingOptions { Epochs = 1 }";

    private static readonly (string Piece, string Shorter) Classifier =
        ("MultilayerPerceptron(\"Label\", \"Features\")", "MultilayerPerceptron(new MultilayerPerceptronOptions { " + Once + " })");

    // In this file, behind what they are made of.
    private static readonly Dictionary<string, Given> All = FirstPages().Concat(LaterPages()).ToDictionary();

    /// <summary>The snippets with something around them.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>What is around a snippet: nothing, where its page takes nothing for granted.</summary>
    public static Given Of(Snippet snippet) => All.GetValueOrDefault(snippet.Name) ?? new Given();

    private static string TypesOf(string name) => SnippetProgram.TypesOf(Snippet.All.Single(snippet => snippet.Name == name));

    // The readme, and docs up to P.
    private static Dictionary<string, Given> FirstPages() => new()
    {
        ["README.md #1"] = new() { Shorter = [("CodeSize = 8 }", "CodeSize = 8, " + Once + " }")] },
        ["README.md #2"] = new()
        {
            Before = Ml + """
                var normalRows = GivenData.Rows();
                var fewLabelled = GivenData.Keyed(withGaps: true);
                var ratings = GivenData.Ratings();
                var months = GivenData.Months();
                var pictureRows = GivenData.Pictures();
                var recordings = GivenData.Recordings();
                """,
            After = """
                hearing.Fit(recordings);
                if (films.Count == 0) throw new Exception("no film for anna");
                pictures.Fit(pictureRows);
                balanced.Fit(GivenData.Rows());
                own.Fit(GivenData.Rows());
                """,
            More = [File.ReadAllText(Path.Combine(Snippet.Root, "samples", "OwnModule", "KolmogorovArnold.cs"))],
            Usings = ["DeepML.Samples"],
            Shorter =
            [
                ("new DeepBeliefLayer { HiddenSize = 500 }],",
                    "new DeepBeliefLayer { HiddenSize = 20 }], Pretraining = " + Quick + ", Training = " + Quick + ","),
                ("CodeSize = 8 }", "CodeSize = 8, " + Once + " }"), (Attentive, Attentive + " " + Once + ","),
                ("windowSize: 24, horizon: 24", "windowSize: 6, horizon: 2"),
                ("FlipHorizontally = true },", "FlipHorizontally = true }, " + Once),
                    ("GanAmount.Balance()", "GanAmount.Balance(), " + Once), Classifier,
                ("answers])))", "answers])), " + Quick + ")"),
            ],
        },
        ["docs/audio.md #1"] = new()
        {
            Before = Ml + "var words = GivenData.Recordings();",
            After = """
                var heard = ((ITransformer)new MLContext().Model.Load("hearing.zip", out _)).Transform(words);
                if (heard.GetColumn<float[]>("Score").Any(scores => scores.Length != 2 || scores.Any(float.IsNaN))) throw new Exception();
                """,
            Shorter = [(Attentive, Attentive + " " + Once + ",")],
        },
        ["docs/audio.md #2"] = new()
        {
            Before = Ml + "var words = GivenData.Recordings(); File.WriteAllText(\"recordings/3.wav\", \"no sound\");",
            After = "if (readable.GetColumn<string>(\"File\").Count() != 15) throw new Exception();",
        },
        ["docs/audio.md #3"] = new()
        {
            Before = Ml,
            After = """
                var words = GivenData.Recordings();
                var heard = ml.Transforms.LoadAudio("Samples", "File", new LoadAudioOptions { Folder = "recordings" }).Append(cepstrum)
                    .Fit(words).Transform(words);
                if (heard.GetColumn<float[]>("Cepstrum").Any(row => row.Length != 39 * 11)) throw new Exception();
                """,
        },
        ["docs/audio.md #4"] = new() { Before = Ml, After = "steps.Fit(GivenData.Recordings());" },
        ["docs/augmenting.md #1"] = new() { Before = Ml + "var texts = GivenData.Texts();" },
        ["docs/augmenting.md #2"] = new()
        {
            Before = Ml,
            After = "pipeline.Fit(GivenData.Customers());",
            Shorter = [("RecurrentNetwork(\"Churned\", \"Features\")",
                "RecurrentNetwork(new RecurrentNetworkOptions { LabelColumnName = \"Churned\", " + Once + " })")],
        },
        ["docs/distributed.md #1"] = new()
        {
            Shorter = [("Epochs = 10", "Epochs = 1")],
            More = [TypesOf("README.md #1")],
            Usings = ["Microsoft.ML.Data"],
        },
        ["docs/distributed.md #2"] = new()
        {
            After = "if (data.GetColumn<float>(data.Schema[\"Label\"]).Count() < 100) throw new Exception();",
            More = [TypesOf("README.md #1")],
            Usings = ["Microsoft.ML.Data"],
        },
        ["docs/distributed.md #3"] = new()
        {
            Before = """
                var made = new MLContext(seed: 1);
                var digits = made.Data.LoadFromTextFile<Digit>("data/digits.csv", separatorChar: ',', hasHeader: true);
                made.Model.Save(made.Transforms.Conversion.MapValueToKey("Label").Append(
                    made.MulticlassClassification.Trainers.NaiveBayes("Label", "Pixels")).Fit(digits), digits.Schema, "digits.zip");
                """,
            After = "if (report.Rows == 0) throw new Exception(report.ToString());",
            More = [TypesOf("README.md #1")],
        },
        ["docs/onnx.md #1"] = new() { Shorter = [Classifier] },
        ["docs/service.md #1"] = new() { Shorter = [Classifier] },
        ["docs/notebooks.md #1"] = new() { Shorter = [("Epochs = 60", "Epochs = 2")] },
        ["docs/reports.md #1"] = new() { Shorter = [Classifier] },
        ["docs/explaining.md #1"] = new() { Shorter = [Classifier] },
        ["docs/explaining.md #2"] = new()
        {
            Shorter = [("FeatureColumnNames =", "Training = new TrainingOptions { Epochs = 1 }, FeatureColumnNames =")],
        },
        ["docs/autoencoder.md #1"] = new()
        {
            After = "pipeline.Fit(GivenData.Rows());",
            Shorter = [("CodeSize = 8 }", "CodeSize = 8, " + Once + " }")]
        },
        ["docs/autoencoder.md #2"] = new()
        {
            Before = Ml + "var unlabelled = GivenData.Rows(); var labelled = GivenData.Keyed();",
            Shorter = [("CodeSize = 16 }", "CodeSize = 2, " + Once + " }"), ("Epochs = 30", "Epochs = 2")]
        },
        ["docs/autoencoder.md #3"] = new()
        {
            Before = Ml,
            After = """
                var rows = GivenData.SmallPictures();
                pictures.Fit(ml.Transforms.CopyColumns("Picture", "Features")
                    .Append(ml.Transforms.CopyColumns("Clean", "Features")).Fit(rows).Transform(rows));
                """,
            Shorter = [("CodeSize = 16,", "CodeSize = 4, " + Once + ",")],
        },
        ["docs/autoencoder.md #4"] = new()
        {
            Before = Ml + """
                var normal = GivenData.Rows();
                var test = ml.Transforms.Expression("Odd", "x : x > 3.5 ? 1f : 0f", "Label")
                    .Append(ml.Transforms.CopyColumns("Label", "Odd")).Fit(GivenData.Rows(2)).Transform(GivenData.Rows(2));
                """,
            Shorter = [("CodeSize = 8 }", "CodeSize = 8, " + Once + " }")],
        },
        ["docs/classics.md #1"] = new()
        {
            Before = "var patterns = GivenData.Signs(); var damaged = GivenData.Signs(); var states = GivenData.States();",
            After = """
                foreach (var view in new[] { named, recalled, atRest })
                    if (view.Preview().RowView.Length == 0) throw new Exception("no rows");
                """,
        },
        ["docs/classics.md #2"] = new() { Before = Ml + "var digits = GivenData.Keyed();" },
        ["docs/classics.md #3"] = new()
        {
            Before = Ml + "var pictures = GivenData.SmallPictures();",
            Shorter = [("ChannelMeans", Once + ", ChannelMeans")],
        },
        ["docs/classics.md #4"] = new() { Before = Ml + "GivenData.Pictures();", After = "pipeline.Fit(GivenData.Pictures());" },
        ["docs/classics.md #5"] = new()
        {
            Before = Ml + "var rows = GivenData.Rows();",
            After = "if (enough is < 1 or > 3) throw new Exception(report.ToString());",
            Shorter = [("HiddenSizes = [8] }", "HiddenSizes = [8], " + Once + " }")],
        },
        ["docs/classics.md #6"] = new()
        {
            Before = Ml + "var rows = GivenData.Keyed();",
            After = "forest.Fit(rows); if (together.Transform(rows).Schema.GetColumnOrNull(\"Score\") is null) throw new Exception();",
            Shorter = [("Epochs = 20", "Epochs = 1"), ("Members = 5", "Members = 2")],
        },
        ["docs/image-translation.md #1"] = new()
        {
            Before = """
                var small = GivenData.SmallPictures();
                var copies = new MLContext().Transforms.CopyColumns("Edges", "Features");
                var pairs = copies.Append(new MLContext().Transforms.CopyColumns("Photo", "Features")).Fit(small).Transform(small);
                """,
            Shorter = [("Epochs = 4", "Epochs = 1")],
        },
        ["docs/classics.md #7"] = new()
        {
            Before = Ml + "var rows = GivenData.Keyed(); var test = GivenData.Keyed(2);",
            After = "if (scored.Preview(1000).RowView.Length != test.Preview(1000).RowView.Length) throw new Exception();",
            Shorter = [("CodeSize = 20,", "CodeSize = 2, " + Once + ",")],
        },
        ["docs/image-translation.md #2"] = new()
        {
            Before = Ml + """
                var small = GivenData.SmallPictures();
                var summers = new MLContext().Transforms.CopyColumns("Picture", "Features").Fit(small).Transform(small);
                var winters = summers;
                """,
            After = "if (toSummer.Transform(winters).Schema.GetColumnOrNull(\"Summer\") is null) throw new Exception();",
            Shorter = [("Epochs = 20", "Epochs = 1")],
        },
        ["docs/image-translation.md #3"] = new()
        {
            Before = Ml,
            After = """
                foreach (var estimator in new[] { larger, filled, coloured, clean })
                    if (estimator is null) throw new Exception();
                """,
        },
        ["docs/image-translation.md #4"] = new()
        {
            Before = Ml + """
                var small = GivenData.SmallPictures();
                var picture = new MLContext().Transforms.CopyColumns("Picture", "Features");
                var bright = new FilterImageOptions { Height = 8, Width = 8, Filters = [new BinarizationFilter()] };
                var masks = picture.Append(new MLContext().Transforms.FilterImage("Mask", "Features", bright));
                var labelled = masks.Fit(small).Transform(small);
                """,
            Shorter = [("Epochs = 20", "Epochs = 1")],
        },
        ["docs/cnn.md #1"] = new() { Before = "GivenData.Pictures();" },
        ["docs/cnn.md #2"] = new()
        {
            Opening = "var options = new ConvolutionalNetworkOptions { Training = " + Quick + ",",
            Closing = "};",
            After = Ml + "ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options).Fit(GivenData.SmallPictures());",
        },
        ["docs/cnn.md #3"] = new()
        {
            Before = Ml
                + "var backbone = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions { Training = "
                + Quick + " }).Fit(GivenData.SmallPictures());",
            After = "ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options with { Training = " + Quick
                + " }).Fit(GivenData.SmallPictures());",
        },
        ["docs/cnn.md #4"] = new() { NotRun = "It reads weights of 64 MB from a package that these tests do not refer to." },
        ["docs/cnn.md #5"] = new()
        {
            Before = Ml + """
                var test = GivenData.SmallPictures();
                var model = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(
                    new ConvolutionalNetworkOptions { Training = new TrainingOptions { Epochs = 1 } }).Fit(test);
                """,
        },
        ["docs/defaults.md #1"] = new() { Before = Ml + "var rows = GivenData.Rows();" },
        ["docs/defaults.md #2"] = new()
        {
            Before = Ml
                + "var model = ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { Training = new "
                + "TrainingOptions "
                + "{ Epochs = 2, ValidationFraction = 0.3 } }).Fit(GivenData.Rows());",
        },
        ["docs/gan.md #1"] = new()
        {
            Before = Ml + "var data = GivenData.Rows(); var test = GivenData.Rows(2);",
            Shorter = [("GanAmount.Balance(0.5)", "GanAmount.Balance(0.5), " + Once), Classifier]
        },
        ["docs/gan.md #2"] = new()
        {
            Before = Ml + "var keyed = GivenData.Keyed();",
            Shorter = [("\"Features\", \"Label\")", "\"Features\", \"Label\", new GanAugmenterOptions { " + Once + " })")],
        },
        ["docs/gan.md #3"] = new()
        {
            Before = Ml + "var keyed = GivenData.Keyed(); var heldOut = GivenData.Keyed(2); var customers = GivenData.Customers();",
            Shorter =
            [
                ("\"Features\", \"Label\")", "\"Features\", \"Label\", new GanAugmenterOptions { " + Once + " })"),
                ("\"Churned\")", "\"Churned\", new GanAugmenterOptions { " + Once + " })"),
            ],
        },
        ["docs/gan.md #4"] = new()
        {
            After = Ml
                + "ml.Transforms.AugmentWithGan(\"Features\", \"Label\", new GanAugmenterOptions { "
                + "Objective = new HingeObjective(), Training = "
                + Quick + " }).Fit(GivenData.Keyed());",
        },
        ["docs/gan.md #5"] = new()
        {
            Before = Ml + "var keyed = GivenData.Keyed();",
            Shorter =
            [
                ("new GanPicture(8, 8)", "new GanPicture(2, 4)"),
                ("Growing = new StyleGenerator(),", "Growing = new StyleGenerator(), " + Once),
            ],
        },
        ["docs/multilayer-perceptron.md #1"] = new() { Shorter = [Classifier] },
        ["docs/multilayer-perceptron.md #2"] = new()
        {
            Before = Ml + "var penguins = GivenData.Penguins();",
            Shorter = [("\"Island\", \"Sex\"],", "\"Island\", \"Sex\"], Training = " + Quick + ",")],
        },
        ["docs/own-modules.md #1"] = new()
        {
            Before = Ml + "var rows = GivenData.Rows();",
            Shorter = [("32, answers))))", "32, answers)), " + Quick + "))")]
        },
        ["docs/own-modules.md #2"] = new()
        {
            Before = Ml + """
                using (var first = ml.Regression.Trainers.TorchModule("Label", "Features", (f, a) =>
                    new Gated(new GatedSettings(f, 4, a)), new TrainingOptions { Epochs = 1 }).Fit(GivenData.Rows()))
                    ml.Model.Save(first, GivenData.Rows().Schema, "model.zip");
                """,
            More = [TypesOf("docs/own-modules.md #1")],
        },
        ["docs/own-modules.md #3"] = new()
        {
            After = Ml + """
                ml.Regression.Trainers.TorchModule((f, a) =>
                    new Gated(new GatedSettings(f, 4, a)),
                        new TorchModulePredictionOptions { Loss = new PinballLoss(0.9), Training = new TrainingOptions { Epochs = 1 } })
                    .Fit(GivenData.Rows());
                """,
            More = [TypesOf("docs/own-modules.md #1")],
        },
        ["docs/own-modules.md #4"] = new()
        {
            After = Ml + "ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { "
                + "Training = new TrainingOptions { Epochs = 1, "
                + "Optimizer = new SignOptimizer() } }).Fit(GivenData.Rows());",
        },
    };
}
