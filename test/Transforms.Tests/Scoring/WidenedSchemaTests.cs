using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Scoring;

/// <summary>Columns behind those that came in, and the marks by which ML.NET's tools know scores.</summary>
[TestClass]
public sealed class WidenedSchemaTests
{
    private static readonly DataViewSchema Input = new MLContext(1).Data.LoadFromEnumerable([new Row()]).Schema;

    [TestMethod]
    public void What_is_asked_for_is_marked_by_place()
    {
        var schema = new Widened(Input);
        CollectionAssert.AreEqual(new[] { "Text", "Number", "Score" }, schema.Output.Select(column => column.Name).ToArray());
        Assert.AreSame(schema.Output, schema.Output);
        CollectionAssert.AreEqual(new[] { false, false, false }, schema.Active([]));
        CollectionAssert.AreEqual(new[] { true, false, true }, schema.Active([schema.Output["Score"], schema.Output["Text"]]));
        CollectionAssert.AreEqual(new[] { false, true, false }, schema.Active([Input["Number"]]), "a column that passes keeps its place");
    }

    [TestMethod]
    public void A_column_of_another_schema_is_refused()
    {
        var longer = new Widened(new Widened(Input).Output).Output;
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => new Widened(Input).Active([longer[3]]));
        StringAssert.Contains(error.Message, "Column 'Score' with index 3 is not part of this schema.");
        Assert.ThrowsExactly<ArgumentNullException>(() => new Widened(Input).Active(null!));
    }

    [TestMethod]
    public void A_getter_is_given_for_active_columns_of_its_own_type_only()
    {
        var schema = new Widened(Input);
        var (score, text) = (schema.Output["Score"], schema.Output["Text"]);
        var active = schema.Active([score, text]);
        schema.CheckGetter<float>(score, active);
        schema.CheckGetter<ReadOnlyMemory<char>>(text, active);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema.CheckGetter<float>(schema.Output["Number"], active)).Message,
            "Column 'Number' is not active");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => schema.CheckGetter<double>(score, active)).Message,
            "Invalid TValue: 'System.Double', expected 'System.Single' for column 'Score'.");
        var longer = new Widened(schema.Output).Output;
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema.CheckGetter<float>(longer[3], active));
    }

    [TestMethod]
    public void Sets_of_scores_are_numbered_through_the_schema()
    {
        var first = Added(Input, "Score");
        Assert.AreEqual(1u, SetIdOf(first["Score"]));
        var second = Added(first, "Other");
        Assert.AreEqual(2u, SetIdOf(second["Other"]));
        Assert.AreEqual(3u, SetIdOf(Added(second, "Third")["Third"]));
    }

    [TestMethod]
    public void A_score_is_known_by_what_it_predicts_and_what_it_is()
    {
        var annotations = ScoreAnnotations.Create(
            Input, "Regression", "Score", builder => builder.Add("Mine", NumberDataViewType.Single, (ref float value) => value = 4));
        Assert.AreEqual("Regression", Text(annotations, AnnotationNames.ScoreColumnKind));
        Assert.AreEqual("Score", Text(annotations, AnnotationNames.ScoreValueKind));
        var mine = 0f;
        annotations.GetValue("Mine", ref mine);
        Assert.AreEqual(4f, mine);
        Assert.AreEqual("Mine", annotations.Schema[0].Name, "its own come first");
        CollectionAssert.AreEqual(
            ScoreAnnotations.Shapes().Select(shape => shape.Name).ToArray(),
            annotations.Schema.Skip(1).Select(column => column.Name).ToArray());
    }

    private static DataViewSchema Added(DataViewSchema input, string name)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumn(name, NumberDataViewType.Single, ScoreAnnotations.Create(input, "Regression", "Score"));
        return builder.ToSchema();
    }

    private static uint SetIdOf(DataViewSchema.Column column)
    {
        var id = 0u;
        column.Annotations.GetValue(AnnotationNames.ScoreColumnSetId, ref id);
        return id;
    }

    private static string Text(DataViewSchema.Annotations annotations, string name)
    {
        var text = default(ReadOnlyMemory<char>);
        annotations.GetValue(name, ref text);
        return text.ToString();
    }

    private sealed class Widened(DataViewSchema input) : WidenedSchema(
        input, builder => builder.AddColumn("Score", NumberDataViewType.Single));

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public float Number { get; set; }
    }
}
