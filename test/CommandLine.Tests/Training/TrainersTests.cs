namespace DeepML.CommandLine.Tests;

/// <summary>Every trainer with every task that it can learn, and members of the configuration that change what is learned.</summary>
[TestClass]
public sealed class TrainersTests
{
    public static IEnumerable<object[]> Tasks =>
    [
        ["MultilayerPerceptron", "Sweet", "PredictedLabel,Score,Probability"], ["Perceptron", "Sweet", "PredictedLabel,Score"],
        ["DeepBeliefNetwork", "Sweet", "PredictedLabel,Score,Probability"], ["DeepBeliefNetwork", "Price", "Score"],
        ["ConvolutionalNetwork", "Sweet", "PredictedLabel,Score,Probability"], ["ConvolutionalNetwork", "Price", "Score"],
    ];

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public void A_trainer_learns_the_task_and_answers_in_its_columns(string trainer, string label, string answers)
    {
        using var folder = new ToolFolder();
        var rows = Sweet(folder);
        var options = trainer switch
        {
            "ConvolutionalNetwork" => """{ "Height": 1, "Width": 2, "Layers": ["Flatten", { "kind": "Dense", "Units": 4 }], """,
            "DeepBeliefNetwork" => """{ "Layers": [{ "HiddenSize": 4 }], "Pretraining": { "Epochs": 1 }, """,
            _ => "{",
        };
        var trained = ToolFolder.Run("train", folder.Write("c.json", $$"""
            { "label": "{{label}}", "trainer": "{{trainer}}", "features": ["Weight", "Length"],
              "options": {{options}} "Training": { "Epochs": 2 } } }
            """), rows, "-o", folder["m.zip"]).Succeeds();
        StringAssert.Contains(trained.Output, $"{trainer}: {(label == "Sweet" ? "binary" : "regression")} of '{label}'");
        var scored = ToolFolder.Run("score", folder["m.zip"], rows).Succeeds();
        Assert.AreEqual($"Weight,Length,Sweet,Price,{answers}", scored.Lines[0]);
        Assert.HasCount(61, scored.Lines);
        var told = ToolFolder.Run("inspect", folder["m.zip"]).Succeeds().Output;
        StringAssert.Contains(told, $"{trainer}, {(label == "Sweet" ? "binary" : "regression")}, label '{label}'");
    }

    [TestMethod]
    public void Pictures_are_read_from_the_files_that_a_column_names()
    {
        using var folder = new ToolFolder();
        var lines = new List<string> { "Picture,Kind" };
        for (var i = 0; i < 24; i++)
        {
            // 4 by 4 pixels of one grey, uncompressed
            byte[] pixels = [.. Enumerable.Repeat((byte)(i % 2 == 0 ? 240 : 10), 4 * 4 * 3)];
            using var file = new BinaryWriter(File.Create(folder[$"{i}.bmp"]));
            file.Write("BM"u8);
            foreach (var number in new[] { 54 + pixels.Length, 0, 54, 40, 4, 4, 1 | (24 << 16), 0, pixels.Length, 0, 0, 0, 0 })
                file.Write(number);
            file.Write(pixels);
            lines.Add($"{folder[$"{i}.bmp"]},{(i % 2 == 0 ? "bright" : "dark")}");
        }
        var rows = folder.Write("pictures.csv", string.Join('\n', lines) + "\n");
        ToolFolder.Run("train", folder.Write("c.json", """
            { "label": "Kind", "trainer": "ConvolutionalNetwork", "features": ["Picture"],
              "options": { "FilePaths": true, "Height": 4, "Width": 4, "Channels": 1, "Layers": ["Flatten"],
                           "Training": { "Epochs": 40, "LearningRate": 0.05 } } }
            """), rows, "-o", folder["m.zip"]).Succeeds();
        var scored = ToolFolder.Run("score", folder["m.zip"], rows).Succeeds().Lines[1..].Select(line => line.Split(',')).ToArray();
        Assert.IsTrue(scored.All(cells => cells[1] == cells[2]), "one is bright, the other dark");
    }

    [TestMethod]
    public void Rows_of_validation_are_measured_by_networks_without_labels_too()
    {
        using var folder = new ToolFolder();
        var rows = Sweet(folder);
        foreach (var (trainer, options) in new[]
        {
            ("Autoencoder", """{ "CodeSize": 1, "Training": { "Epochs": 2 } }"""),
            ("AutoencoderAnomaly", """{ "Autoencoder": { "CodeSize": 1, "Training": { "Epochs": 2 } } }"""),
        })
            StringAssert.Contains(
                ToolFolder.Run("train", folder.Write("c.json", $$"""
                    { "trainer": "{{trainer}}", "options": {{options}} }
                    """), rows, "--validation", rows, "-o", folder["m.zip"]).Succeeds().Output, "validation loss", trainer);
    }

    [TestMethod]
    public void A_seed_fixes_what_is_drawn_and_another_draws_otherwise()
    {
        using var folder = new ToolFolder();
        var rows = Sweet(folder);
        string Scores(int seed)
        {
            ToolFolder.Run("train", folder.Write("c.json", $$"""
                { "label": "Price", "seed": {{seed}}, "options": { "HiddenSizes": [4], "Training": { "Epochs": 2 } } }
                """), rows, "-o", folder["m.zip"]).Succeeds();
            return ToolFolder.Run("score", folder["m.zip"], rows).Succeeds().Output;
        }
        var first = Scores(5);
        Assert.AreNotEqual(first, Scores(6));
        Assert.AreEqual(first, Scores(5));
    }

    [TestMethod]
    public void A_column_of_weights_says_how_much_a_row_counts_and_is_no_feature()
    {
        using var folder = new ToolFolder();
        var rows = folder.Write(
            "r.csv", "x,y,w\n" + string.Concat(Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? "1,10,3\n" : "1,0,1\n")));
        double Predicted(string options)
        {
            ToolFolder.Run("train", folder.Write("c.json", $$"""
                { "label": "y", "features": ["x"], "options": { "HiddenSizes": [], {{options}}
                  "Training": { "Epochs": 200, "LearningRate": 0.05, "ValidationFraction": 0 } } }
                """), rows, "-o", folder["m.zip"]).Succeeds();
            return double.Parse(
                ToolFolder.Run("score", folder["m.zip"], rows).Succeeds().Lines[1].Split(',')[^1],
                System.Globalization.CultureInfo.InvariantCulture);
        }
        Assert.AreEqual(2.5, Predicted(""), 0.3, "the mean of a quarter of tens");
        Assert.AreEqual(5, Predicted("\"ExampleWeightColumnName\": \"w\","), 0.3, "which count three times");
    }

    [TestMethod]
    [DataRow("[]", "[] stands where an object { … } is needed")]
    [DataRow("\"Fruit\"", "\"Fruit\" stands where an object { … } is needed")]
    [DataRow("""{ "lable": "Fruit" }""", "lable: There is no such option. Did you mean 'label'?")]
    [DataRow("""{ "text": "x" }""", "text: There is no such option.")]
    [DataRow("""{ "label": 3 }""", "label: 3 is not a text in quotes.")]
    [DataRow("""{ "label": "Fruit", "features": "Weight" }""", "features: \"Weight\" stands where a list [ … ] is needed.")]
    [DataRow("""{ "label": "Fruit", "types": ["Weight"] }""", "types: [\"Weight\"] stands where an object { … } is needed.")]
    [DataRow("""{ "label": "Fruit", "types": { "Weight": "numbr" } }""", "types.Weight: \"numbr\" is not one of", "Did you mean 'Number'?")]
    [DataRow("""{ "label": "Fruit", "separator": ";;" }""", "separator: \";;\" is not one letter in quotes.")]
    [DataRow("""{ "label": "Fruit", "seed": 1.5 }""", "seed: 1.5 is not a whole number.")]
    [DataRow("""{ "label": "Fruit", "options": [] }""", "options: [] stands where an object { … } is needed.")]
    [DataRow("""{ "label": "Fruit", "label": "Colour" }""", "label: It is given twice.")]
    [DataRow("""{ "label": "Price", "options": { "Loss": { "Delta": 1 } } }""", "options.Loss: It needs a \"kind\": ")]
    [DataRow("""{ "label": "Fruit", "options": { "LabelColumnName": "x" } }""", "It is not set here: name the column in \"label\".")]
    public void A_member_that_cannot_be_read_is_named_with_what_it_must_be(string configuration, params string[] says)
    {
        using var folder = new ToolFolder();
        ToolFolder.Run("train", folder.Write("c.json", configuration), folder.Fruits(), "-o", folder["m.zip"])
            .Fails(ExitCodes.BadInput, says);
        Assert.IsFalse(File.Exists(folder["m.zip"]));
    }

    [TestMethod]
    public void A_configuration_that_is_not_there_is_named()
    {
        using var folder = new ToolFolder();
        ToolFolder.Run("train", folder["none.json"], folder.Fruits(), "-o", folder["m.zip"]).Fails(1, "There is no file", "none.json");
    }

    // Sixty rows that are sweet where they are heavy, with a price.
    private static string Sweet(ToolFolder folder) => folder.Write("sweet.csv", "Weight,Length,Sweet,Price\n" + string.Concat(
        Enumerable.Range(0, 60).Select(i => FormattableString.Invariant(
            $"{i},{(i * 7) % 10},{(i > 30 ? "true" : "false")},{(3 * i) + 0.5}\n"))));
}
