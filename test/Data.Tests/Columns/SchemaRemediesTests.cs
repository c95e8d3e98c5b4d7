using Microsoft.ML;
using Microsoft.ML.Data;
using Scalar = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace DeepML.Data.Tests.Columns;

/// <summary>What is said about a column that cannot be read is a call of ML.NET that makes one that can.</summary>
[TestClass]
public sealed class SchemaRemediesTests
{
    private static readonly DataViewType Text = TextDataViewType.Instance;

    [TestMethod]
    public void Numbers_are_converted_from_what_has_a_value_and_from_nothing_else()
    {
        const string convert = "ml.Transforms.Conversion.ConvertType(\"It\", outputKind: DataKind.Single) makes it so.";
        Assert.AreEqual(convert, SchemaRemedies.ToNumber(Of(NumberDataViewType.Double)));
        Assert.AreEqual(convert, SchemaRemedies.ToNumber(Of(Text)));
        Assert.AreEqual(convert, SchemaRemedies.ToNumber(Of(BooleanDataViewType.Instance)));
        Assert.IsNull(SchemaRemedies.ToNumber(Of(DateTimeDataViewType.Instance)));
        Assert.AreEqual(
            "One number a row is needed, not several.", SchemaRemedies.ToNumber(Of(NumberDataViewType.Double, Scalar.Vector)));
        Assert.AreEqual(
            "A key is no number: take another column, or its values with MapKeyToValue.", SchemaRemedies.ToNumber(Key()));
    }

    [TestMethod]
    public void Yes_and_no_are_converted_and_keys_are_classes_for_another_trainer()
    {
        Assert.AreEqual(
            "ml.Transforms.Conversion.ConvertType(\"It\", outputKind: DataKind.Boolean) makes it so.",
            SchemaRemedies.ToBoolean(Of(NumberDataViewType.Single)));
        StringAssert.Contains(SchemaRemedies.ToBoolean(Key()), "ml.MulticlassClassification");
        StringAssert.StartsWith(SchemaRemedies.ToBoolean(Of(Text, Scalar.VariableVector)), "One answer a row");
        Assert.IsNull(SchemaRemedies.ToBoolean(Of(TimeSpanDataViewType.Instance)));
    }

    [TestMethod]
    public void Keys_are_made_of_values_of_any_type_but_of_one_a_row()
    {
        foreach (var type in new[] { Text, NumberDataViewType.Int64, DateTimeDataViewType.Instance })
            Assert.AreEqual(
                "ml.Transforms.Conversion.MapValueToKey(\"It\") makes keys of its values.", SchemaRemedies.ToKey(Of(type)), $"{type}");
        Assert.AreEqual("One class a row is needed, not several.", SchemaRemedies.ToKey(Of(Text, Scalar.Vector)));
    }

    [TestMethod]
    public void Vectors_are_made_of_columns_by_what_these_hold()
    {
        Assert.AreEqual("ml.Transforms.Conversion.MapKeyToVector(\"It\") makes numbers of keys.", SchemaRemedies.ToVector(Key()));
        StringAssert.Contains(SchemaRemedies.ToVector(Of(Text)), "FeaturizeText(\"It\")");
        StringAssert.Contains(SchemaRemedies.ToVector(Of(Text)), "OneHotEncoding(\"It\")");
        StringAssert.Contains(
            SchemaRemedies.ToVector(Of(NumberDataViewType.Double)), "DataKind.Single) makes it so. ml.Transforms.Concatenate");
        var doubles = SchemaRemedies.ToVector(Of(NumberDataViewType.Double, Scalar.Vector));
        Assert.AreEqual("ml.Transforms.Conversion.ConvertType(\"It\", outputKind: DataKind.Single) makes it so.", doubles);
        StringAssert.StartsWith(
            SchemaRemedies.ToVector(Of(NumberDataViewType.Single)), "ml.Transforms.Concatenate(\"Features\", \"It\", ...)");
    }

    [TestMethod]
    public void Vectors_of_another_size_are_told_the_size_needed_and_those_of_none_how_to_give_one()
    {
        StringAssert.Contains(SchemaRemedies.ToVector(Of(NumberDataViewType.Single, Scalar.VariableVector)), "[VectorType(n)]");
        StringAssert.Contains(SchemaRemedies.ToVector(Of(NumberDataViewType.Single, Scalar.Vector), 7), "7 numbers a row");
        Assert.IsNull(SchemaRemedies.ToVector(Of(NumberDataViewType.Single, Scalar.Vector)));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Sequences_are_made_of_texts_word_by_word(bool mayBeNumbers)
    {
        var sentence = SchemaRemedies.ToSequence(Of(Text), mayBeNumbers);
        StringAssert.StartsWith(sentence, "ml.Transforms.Text.TokenizeIntoWords(\"It\") makes words of a text, ");
        StringAssert.EndsWith(sentence, "ml.Transforms.Conversion.MapValueToKey(\"It\") makes keys of words.");
        var words = SchemaRemedies.ToSequence(Of(Text, Scalar.VariableVector), mayBeNumbers);
        Assert.AreEqual("ml.Transforms.Conversion.MapValueToKey(\"It\") makes keys of words.", words);
        StringAssert.StartsWith(SchemaRemedies.ToSequence(Of(NumberDataViewType.Single), mayBeNumbers), "A sequence is a vector");
        Assert.IsNull(SchemaRemedies.ToSequence(Key(Scalar.Vector), mayBeNumbers));
        StringAssert.Contains(
            SchemaRemedies.ToSequence(Of(NumberDataViewType.Double, Scalar.Vector), mayBeNumbers),
            mayBeNumbers ? "DataKind.Single" : "MapValueToKey(\"It\") makes keys of values.");
    }

    [TestMethod]
    public void Single_values_are_converted_by_the_name_of_what_they_are()
    {
        StringAssert.Contains(SchemaRemedies.Conversion("It", "String", DataKind.DateTime), "DataKind.DateTime");
        Assert.IsNull(SchemaRemedies.Conversion("It", "Double", DataKind.DateTime), "a number is no date");
        StringAssert.Contains(SchemaRemedies.Conversion("It", "Double", DataKind.Single), "DataKind.Single");
        Assert.IsNull(SchemaRemedies.Conversion("It", "DateTime", DataKind.Single), "a date is no number");
        Assert.IsNull(SchemaRemedies.Conversion("It", "Vector<Single>", DataKind.Single));
        StringAssert.Contains(SchemaRemedies.ToText(Of(NumberDataViewType.Single)), "DataKind.String");
        Assert.IsNull(SchemaRemedies.ToText(Key()));
    }

    private static SchemaShape.Column Of(DataViewType type, Scalar kind = Scalar.Scalar) =>
        SchemaShapes.Column("It", kind, type, isKey: false);

    private static SchemaShape.Column Key(Scalar kind = Scalar.Scalar) =>
        SchemaShapes.Column("It", kind, NumberDataViewType.UInt32, isKey: true);
}
