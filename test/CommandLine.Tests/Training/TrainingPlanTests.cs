using DeepML.CommandLine.Configuration;
using DeepML.CommandLine.Tables;
using DeepML.CommandLine.Training;

namespace DeepML.CommandLine.Tests.Training;

/// <summary>What a configuration and the columns of a file come to.</summary>
[TestClass]
public sealed class TrainingPlanTests
{
    private const string Table = """
        Id,Weight,Colour,Empty,Odd,Good,Price
        a1,1,red,,1,true,5
        a2,2,blue,,2,false,6
        a3,3,red,,3,true,7
        a4,4,red,,4,true,8
        a5,5,red,,5,true,9
        a6,6,red,,5,true,10
        a7,7,red,,7,true,11
        a8,8,red,,8,true,12
        a9,9,red,,9,true,13
        b1,10,red,,10 kg,true,14

        """;

    [TestMethod]
    [DataRow("Colour", "multiclass", nameof(CellKind.Text), "holds texts (2 different)")]
    [DataRow("Good", "binary", nameof(CellKind.Boolean), "holds true and false (2 different)")]
    [DataRow("Price", "regression", nameof(CellKind.Number), "holds numbers (10 different)")]
    public void The_task_follows_from_the_label_and_is_said(string label, string task, string kind, string says)
    {
        var plan = Plan($$"""{ "label": "{{label}}" }""");
        Assert.AreEqual(task, plan.Task);
        Assert.AreEqual("MultilayerPerceptron", plan.Trainer.Name);
        Assert.AreEqual((label, Enum.Parse<CellKind>(kind)), plan.Columns.Label);
        StringAssert.Contains(plan.Notes[0], $"task: {task}, because '{label}' {says}");
        Assert.IsTrue(plan.PredictsLabel);
    }

    [TestMethod]
    public void Features_are_all_other_columns_that_could_tell_something_and_those_left_out_are_named()
    {
        var plan = Plan("""{ "label": "Price" }""");
        CollectionAssert.AreEqual(
            new[] { "Weight", "Colour", "Odd", "Good" }, plan.Columns.Features.Select(feature => feature.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "Weight" }, plan.Columns.Numbers);
        CollectionAssert.AreEqual(new[] { "Colour", "Odd", "Good" }, plan.Columns.Categories);
        var notes = string.Join('\n', plan.Notes);
        StringAssert.Contains(notes, "'Id' is left out: every row has a text of its own");
        StringAssert.Contains(notes, "'Empty' is left out: it is empty");
        StringAssert.Contains(notes, "'Odd' is read as text, because line 11 says '10 kg'");
    }

    [TestMethod]
    public void Features_that_are_named_are_taken_in_their_order_unique_texts_included()
    {
        var plan = Plan("""{ "label": "Price", "features": ["Weight", "Id"], "ignore": ["Weight"] }""");
        CollectionAssert.AreEqual(new[] { "Weight", "Id" }, plan.Columns.Features.Select(feature => feature.Name).ToArray());
    }

    [TestMethod]
    public void Columns_to_ignore_are_not_read_and_types_are_what_the_configuration_says()
    {
        var plan = Plan("""{ "label": "Price", "ignore": ["Weight", "Odd", "Good", "Id"] }""");
        Assert.AreEqual(("Colour", CellKind.Text), plan.Columns.Features.Single());
        plan = Plan("""{ "label": "Price", "features": ["Weight"], "types": { "Weight": "text" } }""");
        Assert.AreEqual(("Weight", CellKind.Text), plan.Columns.Features.Single());
        Assert.AreEqual("multiclass", Plan("""{ "label": "Price", "types": { "Price": "text" } }""").Task);
    }

    [TestMethod]
    public void A_column_that_the_options_name_is_no_feature()
    {
        var plan = Plan("""{ "label": "Good", "options": { "ExampleWeightColumnName": "Weight" } }""");
        Assert.IsFalse(plan.Columns.Features.Any(feature => feature.Name == "Weight"));
        Assert.AreEqual(("Weight", CellKind.Number), plan.Columns.Own.Single());
        Assert.AreEqual(plan.Columns.Features.Count + 2, plan.Columns.All.Count(), "features, weight and label");
    }

    [TestMethod]
    public void A_trainer_of_one_task_needs_no_task()
    {
        var plan = Plan("""{ "trainer": "autoencoder", "label": "Good" }""");
        Assert.AreEqual(("codes", "Autoencoder"), (plan.Task, plan.Trainer.Name));
        Assert.IsFalse(plan.PredictsLabel, "the label is only kept from being read");
        Assert.IsFalse(plan.Columns.Features.Any(feature => feature.Name == "Good"));
    }

    [TestMethod]
    public void A_forecaster_reads_its_label_and_what_its_options_name()
    {
        var plan = Plan("""
            { "task": "forecast", "label": "Price",
              "options": { "SeriesColumnName": "Colour", "TimeColumnName": "Id", "FutureColumnNames": ["Weight"] } }
            """);
        Assert.IsEmpty(plan.Columns.Features);
        CollectionAssert.AreEqual(
            new[] { ("Colour", CellKind.Text), ("Id", CellKind.Date), ("Weight", CellKind.Number) }, plan.Columns.Own.ToArray());
        Assert.IsTrue(plan.PredictsLabel);
    }

    [TestMethod]
    public void Rows_without_a_label_are_counted()
    {
        var plan = Plan("""{ "label": "Price" }""", Table + "b2,1,red,,1,true,\nb3,1,red,,1,true,NA\n");
        StringAssert.Contains(string.Join('\n', plan.Notes), "2 rows without a 'Price' are not learned from");
    }

    [TestMethod]
    [DataRow("""{ "label": "Price", "types": { "Wight": "text" } }""", "The column of types 'Wight' is no column of")]
    [DataRow("""{ "label": "Price", "features": ["Empty"] }""", "has no column that could be a feature beside the label")]
    [DataRow("""{ "task": "anomaly", "trainer": "Perceptron" }""", "Known: AutoencoderAnomaly.")]
    [DataRow("""{ "label": "Good", "trainer": "ConvolutionalNetwork", "options": { "FilePaths": true } }""",
        "With FilePaths the trainer reads one column, of texts")]
    public void What_does_not_fit_is_refused(string configuration, string says) =>
        StringAssert.Contains(Assert.ThrowsExactly<InputException>(() => Plan(configuration)).Message, says);

    [TestMethod]
    public void Every_task_has_a_trainer_and_every_trainer_a_task()
    {
        foreach (var task in TaskNames.All)
            Assert.IsNotEmpty(TrainerKinds.For(task), task);
        foreach (var kind in TrainerKinds.All)
        {
            Assert.IsNotEmpty(kind.Tasks, kind.Name);
            CollectionAssert.IsSubsetOf(kind.Tasks.ToArray(), TaskNames.All.ToArray(), kind.Name);
        }
        CollectionAssert.AllItemsAreUnique(TrainerKinds.All.Select(kind => kind.Name).ToArray());
    }

    private static TrainingPlan Plan(string configuration, string table = Table)
    {
        using var folder = new ToolFolder();
        var file = CsvFile.Open(folder.Write("f.csv", table));
        return TrainingPlan.Of(TrainConfiguration.Read(folder.Write("c.json", configuration)), file, file.Survey());
    }
}
