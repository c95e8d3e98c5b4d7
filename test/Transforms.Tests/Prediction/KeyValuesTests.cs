using System.Globalization;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Prediction;

[TestClass]
public sealed class KeyValuesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Texts_come_back()
    {
        var values = Of(new[] { "b", "", "a" }.Select(x => new Row<string> { Value = x }));
        Assert.IsTrue(values.AreText);
        CollectionAssert.AreEqual(new[] { "b", "a" }, values.Texts.Where(text => text.Length > 0).ToArray());
        CollectionAssert.AreEqual(values.Texts, Restored<ReadOnlyMemory<char>>(values).Select(x => x.ToString()).ToArray());
    }

    [TestMethod]
    public void Numbers_and_times_of_every_kind_come_back_in_any_culture()
    {
        CollectionAssert.AreEqual(new[] { 0.1f, -1e-30f, 3e38f }, RoundTrip(0.1f, -1e-30f, 3e38f));
        CollectionAssert.AreEqual(new[] { 0.1, Math.PI }, RoundTrip(0.1, Math.PI));
        CollectionAssert.AreEqual(new[] { long.MinValue, long.MaxValue }, RoundTrip(long.MinValue, long.MaxValue));
        CollectionAssert.AreEqual(new[] { ulong.MaxValue }, RoundTrip(ulong.MaxValue));
        CollectionAssert.AreEqual(new[] { sbyte.MinValue }, RoundTrip(sbyte.MinValue));
        CollectionAssert.AreEqual(new[] { true, false }, RoundTrip(true, false));
        var time = new DateTime(2024, 3, 9, 23, 59, 58, DateTimeKind.Utc).AddTicks(1234567);
        CollectionAssert.AreEqual(new[] { time }, RoundTrip(time));
        var there = new DateTimeOffset(2024, 3, 9, 1, 2, 3, TimeSpan.FromHours(-7)).AddTicks(7);
        CollectionAssert.AreEqual(new[] { there }, RoundTrip(there));
        var span = TimeSpan.FromTicks(-123_456_789_012);
        CollectionAssert.AreEqual(new[] { span }, RoundTrip(span));
    }

    [TestMethod]
    public void A_column_without_values_has_none()
    {
        var data = _ml.Data.LoadFromEnumerable([new Row<float>()]);
        Assert.IsNull(KeyValues.Of(data.Schema["Value"]));
    }

    [TestMethod]
    [DataRow("Single", "abc")]
    [DataRow("Boolean", "perhaps")]
    [DataRow("Byte", "300")]
    [DataRow("DateTime", "yesterday")]
    [DataRow("TimeSpan", "long")]
    [DataRow("Nothing", "x")]
    public void Values_that_are_not_of_their_type_are_a_damaged_model(string type, string text) =>
        Assert.ThrowsExactly<FormatException>(() =>
            new KeyValues(type, [text]).AddTo(new DataViewSchema.Annotations.Builder(), "KeyValues"));

    private T[] RoundTrip<T>(params T[] values)
    {
        var saved = GermanNumbers.In(() => Of(values.Select(x => new Row<T> { Value = x })));
        Assert.IsFalse(saved.AreText);
        Assert.AreEqual(saved.Texts[0], Convert.ToString(saved.Texts[0], CultureInfo.InvariantCulture));
        return GermanNumbers.In(() => Restored<T>(saved));
    }

    private KeyValues Of<T>(IEnumerable<Row<T>> rows)
    {
        var data = _ml.Data.LoadFromEnumerable(rows);
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Key", "Value").Fit(data).Transform(data);
        return KeyValues.Of(keyed.Schema["Key"])!;
    }

    private static T[] Restored<T>(KeyValues values)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        values.AddTo(builder, "Restored");
        var buffer = default(VBuffer<T>);
        builder.ToAnnotations().GetValue("Restored", ref buffer);
        return [.. buffer.DenseValues()];
    }

    private sealed class Row<T>
    {
        public T Value { get; set; } = default!;
    }
}
