using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Heads;

/// <summary>What each head adds: names, annotations and values, by the batch and by the single row.</summary>
[TestClass]
public sealed class HeadColumnsTests
{
    private static readonly MulticlassHead Animals = new(3, new KeyValues("String", ["cat", "dog", "owl"]));

    private static readonly MultilabelHead Marks = new([0.5f, 0.2f, 0.9f], ["hole", "line", "large"]);

    private static readonly VectorRegressionHead Sizes = new([1, -2], [3, 0.5f], NumberFunction.Tanh, ["width", "height"]);

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> All =>
    [
        ["multiclass", 3, new[] { "PredictedLabel", "Score" }], ["binary", 1, new[] { "PredictedLabel", "Score", "Probability" }],
        ["regression", 1, new[] { "Score" }], ["multilabel", 3, new[] { "PredictedLabel", "Score" }],
        ["vector regression", 2, new[] { "Score" }], ["counts", 1, new[] { "Score" }],
    ];

    [TestMethod]
    [DynamicData(nameof(All))]
    public void A_batch_and_a_single_row_are_answered_alike(string name, int size, string[] columns)
    {
        var head = Head(name);
        CollectionAssert.AreEqual(columns, head.Outputs().Select(output => output.Column.Name).ToArray());
        using var scope = NewDisposeScope();
        manual_seed(1);
        var answers = cat([randn(20, size).mul(5), zeros(1, size), full(1, size, 1e30), full(1, size, float.NaN)], 0);
        foreach (var output in head.Outputs())
        {
            var whole = output.Of(answers);
            var byRow = output.OfBatch(answers);
            Assert.AreEqual(whole.dtype, byRow.dtype);
            CollectionAssert.AreEqual(
                Numbers(byRow), Numbers(output.OfBatch(answers.t().contiguous().t())), "answers that do not lie row after row");
            for (var row = 0; row < 23; row++)
            {
                var block = output.Column.CreateBlock(1);
                output.FillRow(answers[row].data<float>().ToArray(), block);
                if (block is OutputBlock<long> numbers)
                    Assert.AreEqual(numbers.Row(0)[0], byRow[row].item<long>(), "a row is answered alike wherever it is");
                else
                    CollectionAssert.AreEqual(((OutputBlock<float>)block).Row(0).ToArray(), Floats(byRow[row]));
                if (block is OutputBlock<long> keys)
                    Assert.AreEqual(whole[row].item<long>(), keys.Row(0)[0], $"{output.Column.Name}, row {row}");
                else
                    Near(whole[row].reshape(-1).data<float>().ToArray(), ((OutputBlock<float>)block).Row(0).ToArray(),
                        $"{output.Column.Name}, row {row}");
            }
        }
    }

    [TestMethod]
    public void Of_many_classes_torch_makes_the_columns_of_a_batch()
    {
        using var scope = NewDisposeScope();
        var answers = randn(4, 300, generator: new Generator(1));
        foreach (var output in new MulticlassHead(300, null).Outputs())
            CollectionAssert.AreEqual(Numbers(output.Of(answers)), Numbers(output.OfBatch(answers)), output.Column.Name);
    }

    private static float[] Floats(Tensor tensor) => tensor.reshape(-1).data<float>().ToArray();

    private static double[] Numbers(Tensor tensor) => tensor.to(float64).reshape(-1).data<double>().ToArray();

    [TestMethod]
    public void A_threshold_moves_the_answer_and_leaves_the_score()
    {
        using var scope = NewDisposeScope();
        var answers = tensor(new[] { 0.4f, 0.6f, -3 }, [3, 1]);
        var outputs = new BinaryHead(0.5f).Outputs().ToDictionary(output => output.Column.Name);
        CollectionAssert.AreEqual(new[] { false, true, false },
            outputs["PredictedLabel"].Of(answers).gt(0).reshape(-1).data<bool>().ToArray());
        CollectionAssert.AreEqual(new[] { 0.4f, 0.6f, -3 }, outputs["Score"].Of(answers).reshape(-1).data<float>().ToArray());
        Assert.AreEqual(1 / (1 + Math.Exp(-0.4)), outputs["Probability"].Of(answers).reshape(-1)[0].item<float>(), 1e-6);
    }

    [TestMethod]
    public void A_probability_is_never_so_sure_that_its_logarithm_is_infinite()
    {
        using var scope = NewDisposeScope();
        var sure = new[] { 200f, -200f, float.MaxValue, -float.MaxValue };
        var yes = new BinaryHead()
            .Outputs().Single(output => output.Column.Name == "Probability").Of(tensor(sure, [4, 1])).data<float>().ToArray();
        Assert.IsTrue(yes.All(p => float.IsFinite(MathF.Log(p)) && float.IsFinite(MathF.Log(1 - p))), string.Join(", ", yes));
        var classes = Animals.Outputs()
            .Single(output => output.Column.Name == "Score").Of(tensor(new[] { 200f, -200, 0 }, [1, 3])).data<float>().ToArray();
        Assert.IsTrue(classes.All(p => float.IsFinite(MathF.Log(p))), string.Join(", ", classes));
        Assert.AreEqual(1, classes.Sum());
    }

    [TestMethod]
    public void Scores_of_classes_bear_their_names()
    {
        var schema = Schema(Animals);
        CollectionAssert.AreEqual(new[] { "cat", "dog", "owl" }, Texts(schema["Score"], "SlotNames"));
        CollectionAssert.AreEqual(new[] { "cat", "dog", "owl" }, Texts(schema["Score"], "TrainingLabelValues"));
        CollectionAssert.AreEqual(new[] { "cat", "dog", "owl" }, Texts(schema["PredictedLabel"], "KeyValues"));
        var numbers = Schema(new MulticlassHead(2, new KeyValues("Int32", ["10", "20"])));
        Assert.IsFalse(numbers["Score"].Annotations.Schema.Any(a => a.Name == "SlotNames"), "slots are named by text only");
        var values = default(VBuffer<int>);
        numbers["PredictedLabel"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(new[] { 10, 20 }, values.DenseValues().ToArray());
        Assert.IsFalse(Schema(new MulticlassHead(2, null))["PredictedLabel"].Annotations.Schema.Any(a => a.Name == "KeyValues"));
    }

    [TestMethod]
    [DataRow("multiclass", "MulticlassClassification")]
    [DataRow("binary", "BinaryClassification")]
    [DataRow("regression", "Regression")]
    [DataRow("multilabel", "MultilabelClassification")]
    [DataRow("vector regression", "MultiOutputRegression")]
    public void Columns_of_one_model_belong_together_and_those_of_the_next_do_not(string name, string task)
    {
        var first = Schema(Head(name));
        foreach (var column in Head(name).Outputs().Select(output => first[output.Column.Name]))
        {
            Assert.AreEqual(task, Text(column, "ScoreColumnKind"));
            Assert.AreEqual(column.Name, Text(column, "ScoreValueKind"));
            Assert.AreEqual(1u, SetId(column));
        }
        Assert.AreEqual(2u, SetId(Schema(new RegressionHead(), first)["Score"]), "one more than the largest there is");
    }

    [TestMethod]
    public void Each_of_several_labels_has_its_own_border_and_each_number_its_own_unit()
    {
        using var scope = NewDisposeScope();
        var outputs = Marks.Outputs().ToDictionary(output => output.Column.Name);
        var logits = tensor(new[] { 0.1f, -1, 1 }, [1, 3]); // 0.525, 0.269 and 0.731
        CollectionAssert.AreEqual(
            new[] { true, true, false }, outputs["PredictedLabel"].Of(logits).gt(0).reshape(-1).data<bool>().ToArray());
        Assert.AreEqual(1 / (1 + Math.E), outputs["Score"].Of(logits)[0, 1].item<float>(), 1e-6);
        var numbers = Sizes.Outputs().Single().Of(tensor(new[] { 0.5f, -1 }, [1, 2])).reshape(-1).data<float>().ToArray();
        Assert.AreEqual((3 * Math.Tanh(0.5)) + 1, numbers[0], 1e-6);
        Assert.AreEqual((0.5 * Math.Tanh(-1)) - 2, numbers[1], 1e-6);
        var schema = Schema(Marks);
        CollectionAssert.AreEqual(new[] { "hole", "line", "large" }, Texts(schema["Score"], "SlotNames"));
        CollectionAssert.AreEqual(new[] { "hole", "line", "large" }, Texts(schema["PredictedLabel"], "SlotNames"));
        CollectionAssert.AreEqual(new[] { "width", "height" }, Texts(Schema(Sizes)["Score"], "SlotNames"));
    }

    [TestMethod]
    public void A_probability_says_that_it_is_one()
    {
        var isNormalized = false;
        Schema(new BinaryHead())["Probability"].Annotations.GetValue("IsNormalized", ref isNormalized);
        Assert.IsTrue(isNormalized);
    }

    [TestMethod]
    public void What_is_promised_before_the_fit_is_what_is_there_after_it()
    {
        var text = new VectorDataViewType(TextDataViewType.Instance, 3);
        var label = SchemaShapes.Column(
            "Label", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true,
                [SchemaShapes.Column("KeyValues", text)]);
        Check(MulticlassHead.Promised(label), Schema(Animals));
        Check(RegressionHead.Promised(), Schema(new RegressionHead()));
        var labels = SchemaShapes.Column(
            "Label", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false,
                [SchemaShapes.Column("SlotNames", text)]);
        Check(MultilabelHead.Promised(labels), Schema(Marks));
        Check(VectorRegressionHead.Promised(labels), Schema(Sizes));
    }

    private static void Check(IReadOnlyList<SchemaShape.Column> promised, DataViewSchema found)
    {
        foreach (var column in promised)
        {
            var shape = SchemaShapes.Column(column.Name, found[column.Name].Type);
            Assert.AreEqual((column.Kind, column.ItemType, column.IsKey), (shape.Kind, shape.ItemType, shape.IsKey), column.Name);
            CollectionAssert.AreEquivalent(
                column.Annotations.Select(a => a.Name).ToArray(), found[column.Name].Annotations.Schema.Select(a => a.Name).ToArray(),
                    column.Name);
        }
    }

    private static PredictionHead Head(string name) => name switch
    {
        "multiclass" => Animals,
        "binary" => new BinaryHead(0.25f),
        "multilabel" => Marks,
        "vector regression" => Sizes,
        "counts" => new RegressionHead(Function: NumberFunction.Exponential),
        _ => new RegressionHead(),
    };

    // Of the columns that a head adds to some data, or to what another added.
    private DataViewSchema Schema(PredictionHead head, DataViewSchema? input = null)
    {
        input ??= _ml.Data.LoadFromEnumerable([new Row()]).Schema;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        foreach (var column in head.Outputs().Select(output => output.Column))
            builder.AddColumn(column.Name, column.Type, column.AnnotationsIn(input));
        return builder.ToSchema();
    }

    private static string[] Texts(DataViewSchema.Column column, string annotation)
    {
        var values = default(VBuffer<ReadOnlyMemory<char>>);
        column.Annotations.GetValue(annotation, ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    private static string Text(DataViewSchema.Column column, string annotation)
    {
        var value = default(ReadOnlyMemory<char>);
        column.Annotations.GetValue(annotation, ref value);
        return value.ToString();
    }

    private static uint SetId(DataViewSchema.Column column)
    {
        var id = 0u;
        column.Annotations.GetValue("ScoreColumnSetId", ref id);
        return id;
    }

    private static void Near(float[] expected, float[] found, string message)
    {
        for (var i = 0; i < expected.Length; i++)
            if (float.IsFinite(expected[i]))
                Assert.AreEqual(expected[i], found[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])), message);
            else
                Assert.AreEqual(expected[i], found[i], message);
    }

    private sealed class Row
    {
        public float Number { get; set; }
    }
}
