using System.Text.Json.Nodes;
using DeepML.Networks;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Heads;

[TestClass]
public sealed class PredictionHeadTests
{
    private static readonly PredictionHead[] All =
        [new MulticlassHead(3, new KeyValues("String", ["a", "b", "c"])), new MulticlassHead(2, null), new BinaryHead(0.25f),
            new RegressionHead(), new RegressionHead(1, 2, NumberFunction.Exponential), new MultilabelHead([0.5f, 0.25f], ["a", "b"]),
            new VectorRegressionHead([1, 2, 3], [4, 5, 6], NumberFunction.Sigmoid)];

    [TestMethod]
    public void Every_head_comes_back_from_a_saved_description_as_it_was()
    {
        foreach (var head in All)
        {
            var read = ArchiveJson.Read<Headed>(JsonNode.Parse(ArchiveJson.Write(new Headed(head, new TrainingHistory())))!).Head;
            Assert.AreEqual(head.GetType(), read.GetType());
            Assert.AreEqual(head.AnswerSize, read.AnswerSize);
            Assert.AreEqual((head as BinaryHead)?.Threshold, (read as BinaryHead)?.Threshold);
            Assert.AreEqual((head as RegressionHead)?.Function, (read as RegressionHead)?.Function);
            CollectionAssert.AreEqual((head as MultilabelHead)?.Borders, (read as MultilabelHead)?.Borders);
            CollectionAssert.AreEqual((head as MultilabelHead)?.Names, (read as MultilabelHead)?.Names);
            CollectionAssert.AreEqual((head as VectorRegressionHead)?.Spreads, (read as VectorRegressionHead)?.Spreads);
            Assert.AreEqual((head as VectorRegressionHead)?.Function, (read as VectorRegressionHead)?.Function);
            CollectionAssert.AreEqual((head as MulticlassHead)?.KeyValues?.Texts, (read as MulticlassHead)?.KeyValues?.Texts);
        }
    }

    [TestMethod]
    [DataRow("""{ "Kind": "Ranking" }""")]
    [DataRow("""{ "Threshold": 0 }""")]
    [DataRow("""{ "Kind": "Binary", "Threshold": 0, "Limit": 1 }""")]
    [DataRow("""{ "Kind": "Multiclass", "ClassCount": 3 }""")]
    public void A_head_that_is_unknown_unnamed_or_has_other_members_is_refused_as_a_damaged_file(string head)
    {
        var saved = JsonNode.Parse(ArchiveJson.Write(new Headed(new BinaryHead(), new TrainingHistory())))!;
        saved["Head"] = JsonNode.Parse(head);
        Assert.ThrowsExactly<FormatException>(() => ArchiveJson.Read<Headed>(saved));
    }

    [TestMethod]
    public void A_head_of_several_labels_whose_numbers_do_not_fit_together_is_refused()
    {
        foreach (var (head, answers) in new (PredictionHead, int)[]
        {
            (new MultilabelHead([0.5f, 0.5f], null), 3), (new MultilabelHead([0.5f, 1], null), 2),
            (new MultilabelHead([0.5f, float.NaN], null), 2), (new MultilabelHead([0.5f, 0.5f], ["a"]), 2),
            (new MultilabelHead([], null), 0),
            (new VectorRegressionHead([1], [1, 2]), 1), (new VectorRegressionHead([1], [0]), 1),
            (new VectorRegressionHead([float.NaN], [1]), 1), (new VectorRegressionHead([1], [1], (NumberFunction)9), 1),
            (new VectorRegressionHead([1], [1], Names: []), 1), (new RegressionHead(Function: (NumberFunction)9), 1),
        })
            Assert.ThrowsExactly<FormatException>(() => head.Check(answers), $"{head}");
    }

    [TestMethod]
    public void Every_head_of_the_assembly_has_a_name_of_its_own()
    {
        var heads = typeof(PredictionHead).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(PredictionHead)) && !type.IsAbstract).ToArray();
        CollectionAssert.AreEquivalent(heads, SavedAsAttribute.Family(typeof(PredictionHead)).ToArray());
        CollectionAssert.AllItemsAreUnique(heads.Select(SavedAsAttribute.NameOf).ToArray());
    }

    [TestMethod]
    public void Evidence_is_the_score_of_the_class_asked_for_or_of_the_one_predicted()
    {
        using var scope = NewDisposeScope();
        var answer = tensor(new float[] { 1, 4, 2 });
        Assert.AreEqual(2, All[0].Evidence(answer, 2).item<float>());
        Assert.AreEqual(4, All[0].Evidence(answer, null).item<float>());
        var no = tensor(new float[] { -3 });
        CollectionAssert.AreEqual(
            new float[] { 3, -3, 3 },
            new int?[] { 0, 1, null }.Select(index => new BinaryHead().Evidence(no, index).item<float>()).ToArray());
        Assert.AreEqual(-3, new RegressionHead().Evidence(no, null).item<float>());
        Assert.AreEqual(7, new VectorRegressionHead([0, 0, 0], [1, 1, 1]).Evidence(answer, null).item<float>(), "all numbers together");
        Assert.AreEqual(2, new MultilabelHead([0.5f, 0.5f, 0.5f], null).Evidence(answer, 2).item<float>());
        CollectionAssert.AreEqual(new[] { 3, 2, 2, 0, 0, 2, 0 }, All.Select(head => head.ClassCount).ToArray());
    }

    [TestMethod]
    public void Only_yes_or_no_has_a_threshold()
    {
        Assert.AreEqual(new BinaryHead(2), new BinaryHead().WithThreshold(2));
        Assert.IsNull(new RegressionHead().WithThreshold(2));
        Assert.IsNull(new MulticlassHead(2, null).WithThreshold(2));
    }

    private sealed record Headed(PredictionHead Head, TrainingHistory History) : IModelDescription
    {
        public void Check()
        {
        }
    }
}
