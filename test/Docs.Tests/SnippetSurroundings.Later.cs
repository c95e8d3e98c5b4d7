namespace DeepML.Docs.Tests;

internal static partial class SnippetSurroundings
{
    private const string FewRows = Ml + "var rows = GivenData.Rows(); var fewRows = ml.Data.TakeRows(GivenData.Rows(2), 9);\n";

    // Pages of docs from R on, and those that came later.
    private static Dictionary<string, Given> LaterPages() => new()
    {
        ["docs/rbm-dbn.md #1"] = new()
        {
            Before = "var digits = GivenData.Rows(); var newRows = GivenData.Rows(2); var scaledTest = GivenData.Rows(3);",
            Shorter = [("Epochs = 100", "Epochs = 2"), ("gibbsSteps: 2000", "gibbsSteps: 20"),
                ("temperatures: 10000", "temperatures: 100")],
        },
        ["docs/rbm-dbn.md #2"] = new()
        {
            Before = Ml + "var texts = GivenData.Texts();",
            Shorter = [("GibbsSteps = 3,", "GibbsSteps = 3, " + Once + ",")],
        },
        ["docs/rbm-dbn.md #3"] = new()
        {
            Before = Ml + """
                var frames = Enumerable.Range(0, 40).Select(t => Enumerable.Range(0, 2)
                    .Select(i => MathF.Sin((0.5f * t) + i)).ToArray()).ToArray();
                var windows = ml.Transforms.CopyColumns("Frames", "Pixels").Fit(GivenData.Rows()).Transform(GivenData.Rows());
                """,
            After = "if (rows.Count != 37 || expected.Count != 12 || drawn.Count != 60) throw new Exception();",
            Shorter = [("HiddenSize = 40,", "HiddenSize = 4, " + Once + ",")],
        },
        ["docs/rbm-dbn.md #4"] = new()
        {
            Before = Ml + "var scaledDigits = GivenData.Rows(); var someLabelled = GivenData.Keyed(withGaps: true);",
            Shorter =
            [
                ("HiddenSize = 500", "HiddenSize = 20"), ("Persistent = true }],", "Persistent = true }], " + Once + ","),
                    ("gibbsSteps: 2000", "gibbsSteps: 20"),
                ("Schedule = new CosineSchedule() },", "Schedule = new CosineSchedule() }, Pretraining = " + Quick + ","),
                ("Epochs = 60", "Epochs = 2"),
            ],
        },
        ["docs/rbm-dbn.md #5"] = new() { Before = Ml + "var ratings = GivenData.Ratings();" },
        ["docs/transfer.md #1"] = new()
        {
            Before = Ml + "var rows = GivenData.Marked(); var test = GivenData.Marked(2);",
            After = "if (metrics.PerLabelF1.Count != 3) throw new Exception();",
            Shorter = [("ValidationFraction = 0.15", "Epochs = 2, ValidationFraction = 0.15")],
        },
        ["docs/transfer.md #2"] = new()
        {
            Before = Ml + "var rows = GivenData.Marked(); var test = GivenData.Marked(2);",
            After = "if (errors.PerNumberRSquared.Count != 2) throw new Exception();",
            Shorter = [("MultilayerPerceptron(\"Sizes\", \"Features\")",
                "MultilayerPerceptron(new MultilayerPerceptronOptions { LabelColumnName = \"Sizes\", " + Once + " })")],
        },
        ["docs/transfer.md #3"] = new()
        {
            Before = Ml + "var rows = GivenData.Marked(); var test = GivenData.Marked(2);",
            After = "if (answers.Schema.GetColumnOrNull(\"Kind.PredictedLabel\") is null) throw new Exception();",
            Shorter = [("HiddenSizes = [64],", "HiddenSizes = [4], " + Once + ",")],
        },
        ["docs/transfer.md #4"] = new()
        {
            Before = Ml + "var rows = GivenData.SmallPictures();",
            After = "if (ofPictures.Tasks.Count != 2 || ofSequences.Tasks.Count != 2) throw new Exception();",
            Shorter = [("HiddenSizes = [64],", "HiddenSizes = [4], " + Once + ","), ("GradientClipNorm", "Epochs = 1, GradientClipNorm")],
        },
        ["docs/transfer.md #5"] = new()
        {
            Before = Ml + "var rows = GivenData.Marked();",
            Shorter = [("Quantile = 0.9 },", "Quantile = 0.9 }, " + Once + ",")],
        },
        ["docs/transfer.md #6"] = new()
        {
            Before = Ml + "var unlabelled = GivenData.Keyed(); var labelled = unlabelled;",
            Shorter = [("HiddenSize = 64 }],", "HiddenSize = 64 }], Training = " + Quick + ","), ("Sigmoid,", "Sigmoid, " + Once + ",")],
        },
        ["docs/transfer.md #7"] = new()
        {
            Before = Ml + "var rows = GivenData.Keyed(); var perceptron = ml.MulticlassClassification.Trainers.MultilayerPerceptron("
                + "new MultilayerPerceptronOptions { HiddenSizes = [8, 4], " + Once + " }).Fit(rows);",
            After = "trees.Fit(rows);",
        },
        ["docs/few-examples.md #1"] = new()
        {
            Before = FewRows + "var test = GivenData.Rows(3);",
            After = "if (more.ClassNames.Count != 4) throw new Exception();",
            Shorter = [("Shots = 5 },", "Shots = 5, PerEpoch = 2 }, " + Once + ",")],
        },
        ["docs/few-examples.md #2"] = new()
        {
            Before = FewRows,
            After = "if (!wider.Transform(rows).GetColumn<string>(\"PredictedLabel\").Any()) throw new Exception();",
            Shorter =
            [
                ("Prototypes(\"Name\", \"Features\")", "Prototypes(new PrototypesOptions { LabelColumnName = \"Name\", "
                    + "Episodes = new EpisodeOptions { PerEpoch = 2 }, " + Once + " })"),
            ],
        },
        ["docs/few-examples.md #3"] = new()
        {
            Before = Ml + "var rows = GivenData.SmallPictures();",
            Shorter = [("Queries = 5 },", "Queries = 5, PerEpoch = 2 }, " + Once + ",")],
        },
        ["docs/few-examples.md #4"] = new()
        {
            Before = FewRows,
            Shorter =
            [
                ("HiddenSize = 32 } },", "HiddenSize = 4 } }, Episodes = new EpisodeOptions { PerEpoch = 2 },"),
                ("GradientClipNorm = 1 }", "GradientClipNorm = 1, Epochs = 1 }"),
            ],
        },
        ["docs/few-examples.md #5"] = new()
        {
            Before = FewRows + "var model = ml.MulticlassClassification.Trainers.Prototypes(new PrototypesOptions { LabelColumnName = "
                + "\"Name\", Episodes = new EpisodeOptions { PerEpoch = 2 }, " + Once + " }).Fit(rows);",
            After = "few.Transform(embed.Transform(rows)).GetColumn<uint>(\"PredictedLabel\").Count();",
        },
        ["docs/few-examples.md #6"] = new()
        {
            Before = FewRows,
            After = "if (further.ClassNames.Count != 5) throw new Exception();",
            Shorter =
            [
                ("LabelColumnName = \"Name\",", "LabelColumnName = \"Name\", " + Once + ","), ("\"class 0\"", "\"1\""),
                ("\"class 1\"", "\"2\""), ("\"class 2\"", "\"3\""),
            ],
        },
        ["docs/few-examples.md #7"] = new()
        {
            Before = FewRows,
            Shorter = [("Margin = 0.2 },", "Margin = 0.2 }, BatchesPerEpoch = 2, " + Once + ",")],
        },
        ["docs/transfer.md #8"] = new()
        {
            Before = Ml + """
                var keyed = GivenData.Keyed();
                var rows = ml.Transforms.Conversion.MapValueToKey("Scanner", "Name").Fit(keyed).Transform(keyed);
                """,
            Shorter = [("HiddenSizes = [128, 64],", "HiddenSizes = [8], " + Once + ",")],
        },
        ["docs/sequences.md #1"] = new() { Shorter = [("windowSize: 24, horizon: 24", "windowSize: 6, horizon: 2")] },
        ["docs/sequences.md #2"] = new()
        {
            Before = Ml,
            After = "ml.Forecasting.ForecastByRecurrentNetwork(\"Ahead\", \"Sales\", options with { Training = " + Quick
                + " }).Fit(GivenData.Sales());"
        },
        ["docs/sequences.md #3"] = new()
        {
            Before = Ml,
            After = "pipeline.Fit(GivenData.Texts());",
            Shorter = [("Bidirectional = true,", "Bidirectional = true, " + Once)]
        },
        ["docs/sequences.md #4"] = new()
        {
            Before = Ml,
            After = "tagger.Fit(GivenData.Texts());",
            Shorter = [("HiddenSize = 32 }", "HiddenSize = 32 }, " + Once)]
        },
        ["docs/sequences.md #5"] = new()
        {
            Before = Ml,
            After = """
                walker.Fit(ml.Transforms.Concatenate("Measured", "Age", "Income")
                    .Append(ml.Transforms.Concatenate("Label", "Age", "Income", "Income", "Age"))
                    .Fit(GivenData.Customers()).Transform(GivenData.Customers()));
                """,
            Shorter = [("LabelSize = 2", "LabelSize = 2, " + Once)],
        },
        ["docs/sequences.md #6"] = new()
        {
            Before = Ml,
            After = "translate.Fit(GivenData.Texts());",
            Shorter = [("BeamWidth = 4", "BeamWidth = 4, " + Once)]
        },
        ["docs/sequences.md #7"] = new()
        {
            Before = Ml + "var texts = GivenData.Texts();",
            Shorter = [("with { ValidationFraction = 0.1 }", "with { ValidationFraction = 0.1, Epochs = 1 }")]
        },
        ["docs/sequences.md #8"] = new() { Before = Ml + "var texts = GivenData.Texts();" },
        ["docs/sequences.md #9"] = new()
        {
            Before = Ml + "var texts = GivenData.Texts();",
            Shorter = [("Encoder = new LstmEncoder { HiddenSize = 64 },", "Encoder = new LstmEncoder { HiddenSize = 4 }, " + Once)],
        },
        ["docs/sequences.md #10"] = new() { Before = Ml },
        ["docs/sequences.md #11"] = new()
        {
            After = Ml
            + "ml.Forecasting.ForecastByRecurrentNetwork(\"Ahead\", \"Passengers\", options with { WindowSize = 12, "
            + "Horizon = 2, Training = " + Quick + " }).Fit(GivenData.Months());"
        },
        ["docs/sequences.md #12"] = new()
        {
            Before = Ml,
            After = "tagger.Fit(GivenData.Texts());",
            Shorter = [("LearningRate = 1e-3,", "LearningRate = 1e-3, Epochs = 1,")]
        },
        ["docs/sequences.md #13"] = new() { Before = Ml },
        ["docs/sequence-codes.md #1"] = new()
        {
            Before = Ml + "var texts = GivenData.Texts();",
            Shorter = [("Variational = new VariationalCode { Beta = 0.6, WarmUpEpochs = 10 },",
                "Variational = new VariationalCode { Beta = 0.6, WarmUpEpochs = 10 }, " + Once + ",")],
        },
        ["docs/sequence-codes.md #2"] = new()
        {
            Before = Ml + "var curves = GivenData.WideMachines();",
            Shorter = [("CodeSize = 3 }", "CodeSize = 3, " + Once + " }")],
        },
        ["docs/captions.md #1"] = new()
        {
            Before = Ml,
            After = """
                films.Fit(ml.Transforms.CopyColumns("Frames", "Sensors").Append(ml.Transforms.CopyColumns("Rises", "Fault"))
                    .Fit(GivenData.WideMachines()).Transform(GivenData.WideMachines()));
                """,
            Shorter = [("ConvolutionalFront(Height: 24, Width: 24)", "ConvolutionalFront(Height: 2, Width: 3), " + Once)],
        },
        ["docs/captions.md #2"] = new()
        {
            Before = Ml,
            After = """
                pipeline.Fit(ml.Transforms.Concatenate("Pixels", "Features").Append(ml.Transforms.CopyColumns("Sentence", "Name"))
                    .Fit(GivenData.SmallPictures()).Transform(GivenData.SmallPictures()));
                """,
            Shorter = [("BeamWidth = 3 }", "BeamWidth = 2, Height = 8, Width = 8, Channels = 1, " + Once + " }")],
        },
        ["docs/sequence-labelling.md #1"] = new()
        {
            Before = Ml,
            After = """
                reader.Fit(ml.Transforms.Concatenate("Strokes", "Age", "Income", "Income", "Age")
                    .Append(ml.Transforms.Concatenate("Signs", "Country"))
                    .Fit(GivenData.Customers()).Transform(GivenData.Customers()));
                """,
            Shorter = [("StepSize = 2, BeamWidth = 8 }", "StepSize = 2, BeamWidth = 8, " + Once + " }")],
        },
        ["docs/series.md #1"] = new() { Before = "var history = GivenData.Machines();" },
        ["docs/series.md #2"] = new()
        {
            Before = Ml + """
                var lastHour = GivenData.Machines();
                var model = ml.Transforms.AlignSeries("Time", TimeSpan.FromMinutes(5))
                    .Append(ml.Transforms.CopyColumns("Probability", "Temperature")).Fit(GivenData.Machines());
                ml.Model.Save(model, GivenData.Machines().Schema, "watch.zip");
                """,
            Usings = ["Microsoft.ML.Data"],
        },
        ["docs/series.md #3"] = new() { Before = Ml, After = "windows.Fit(GivenData.Machines());" },
        ["docs/condition-monitoring.md #1"] = new()
        {
            Before = Ml + "var normal = GivenData.Rows(); var live = GivenData.Rows(seed: 3);",
            Shorter = [("\"Windows\"", "\"Features\""), ("SensorNames = [\"pressure\", \"flow\", \"temperature\"],",
                "Training = new TrainingOptions { Epochs = 1 }, SensorNames = [\"pressure\"],")],
        },
        ["docs/condition-monitoring.md #2"] = new()
        {
            Before = Ml + "var months = GivenData.Months(); var later = GivenData.Months();",
            Shorter = [("WindowSize = 24,", "WindowSize = 6, " + Once + ",")],
        },
        ["docs/condition-monitoring.md #3"] = new()
        {
            Before = "var scored = new MLContext(seed: 1).Data.LoadFromEnumerable(new[] { new { Fault = true, PredictedLabel = false } });",
        },
        ["docs/condition-monitoring.md #4"] = new()
        {
            Before = Ml + """
                var records = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new
                {
                    Windows = Enumerable.Range(0, 8).Select(j => (float)((i * j) % 7)).ToArray(),
                    RowsLeft = i % 9f, HasNotFailed = i % 3 == 0,
                }).ToArray());
                """,
            Shorter = [("StepSize = 4,", "StepSize = 4, " + Once + ",")],
        },
        ["docs/control.md #1"] = new() { Before = "var experiment = GivenData.Loop(); var anotherDay = GivenData.Loop(seed: 2);" },
        ["docs/control.md #2"] = new()
        {
            Before = "var model = new ProcessModel(2, 10, 3, 2);",
            Shorter = [("= false", "= false, Trials = 30")],
        },
        ["docs/control.md #3"] = new()
        {
            Before = Ml + "var history = GivenData.Loop(count: 400, isHeld: true);",
            Shorter = [("Safeguard = false,", "Safeguard = false, Training = new TrainingOptions { Epochs = 15, LearningRate = 5e-3 },"),
                ("Trials = 60", "Trials = 10"),
                ("outputAtRest: 10, measuredNear: 20", "outputAtRest: 30, measuredNear: 50")],
        },
        ["docs/series.md #4"] = new()
        {
            Before = Ml + """
                var rows = ml.Transforms.CopyColumns("Features", "Sensors").Append(ml.Transforms.CopyColumns("Label", "Fault"))
                    .Fit(GivenData.WideMachines()).Transform(GivenData.WideMachines());
                """,
            After = "if (chosen.Report.Kept.Count() != 8) throw new Exception(chosen.Report.ToString());",
        },
        ["docs/series.md #6"] = new() { Before = Ml + "var history = GivenData.Machines(); var lastWeek = GivenData.Machines();" },
        ["docs/series.md #7"] = new()
        {
            Before = Ml + """
                var knownFaults = ml.Transforms.CopyColumns("Features", "Pixels").Append(ml.Transforms.CopyColumns("Fault", "Name"))
                    .Fit(GivenData.Rows()).Transform(GivenData.Rows());
                var newFaults = knownFaults;
                """,
            After = "if (similar.Schema.GetColumnOrNull(\"CasesRows\") is null) throw new Exception();",
            Shorter = [("CodeSize = 4 }", "CodeSize = 4, " + Once + " }")],
        },
        ["docs/saving.md #1"] = new()
        {
            Before = Ml
                + "var data = GivenData.Rows(); var model = "
                + "ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { Training = " + Quick + " }).Fit(data);",
        },
        ["docs/torchsharp-notes.md #1"] = new() { NotRun = "It shows a fault of TorchSharp, for minutes, with a thread that never ends." },
        ["docs/training.md #1"] = new()
        {
            After = """
                var named = ml.Transforms.DropColumns("Label").Append(ml.Transforms.CopyColumns("Label", "Name"));
                pipeline.Fit(ml.Data.TakeRows(named.Fit(GivenData.Rows()).Transform(GivenData.Rows()), 40));
                """,
        },
        ["docs/search.md #1"] = new()
        {
            Before = Ml + "var rows = GivenData.Keyed();",
            After = "if (result.Trials.Count != 3 || Directory.GetFiles(\"search\").Length != 4) throw new Exception();",
            Shorter = [("Epochs = 60", "Epochs = 2"), ("trials: 30", "trials: 3")],
        },
        ["docs/training.md #4"] = new()
        {
            Before = Ml + "var rows = GivenData.Keyed();",
            After = "if (curve.Rates.Count < 20 || !File.Exists(\"rates.svg\")) throw new Exception();",
        },
        ["docs/training.md #2"] = new()
        {
            After = Ml + "ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { "
                + "Training = new TrainingOptions { Epochs = 3, "
                + "Callbacks = [new StopsBelow(1e6)] } }).Fit(GivenData.Rows());",
        },
    };
}
