using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class KeyTextsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Values_of_every_type_are_written_alike_in_every_culture()
    {
        CollectionAssert.AreEqual(new[] { "0.1", "-2.5", "1E+20" }, Texts(0.1f, -2.5f, 1e20f));
        CollectionAssert.AreEqual(new[] { "True", "False" }, Texts(true, false));
        CollectionAssert.AreEqual(new[] { "a", "B c" }, Texts("a", "B c"));
        CollectionAssert.AreEqual(new[] { "18446744073709551615" }, Texts(ulong.MaxValue));
        CollectionAssert.AreEqual(new[] { "2024-03-09T01:02:03.0000007" }, Texts(new DateTime(2024, 3, 9, 1, 2, 3).AddTicks(7)));
        CollectionAssert.AreEqual(
            new[] { "2024-03-09T01:02:03.0000000-07:00" }, Texts(new DateTimeOffset(2024, 3, 9, 1, 2, 3, TimeSpan.FromHours(-7))));
        CollectionAssert.AreEqual(new[] { "-1.02:03:04.5000000" }, Texts(-new TimeSpan(1, 2, 3, 4, 500)));
    }

    [TestMethod]
    public void Columns_that_know_no_values_have_no_texts()
    {
        var data = _ml.Data.LoadFromEnumerable([new Row<uint>(), new Row<uint>()]);
        Assert.IsNull(KeyTexts.Of(data.Schema["Value"]));
        var hashed = _ml.Transforms.Conversion.Hash("Key", "Value", numberOfBits: 4).Fit(data).Transform(data);
        Assert.IsNull(KeyTexts.Of(hashed.Schema["Key"]), "a hash forgets what it was made of");
    }

    private string[] Texts<T>(params T[] values) => GermanNumbers.In(() =>
    {
        var data = _ml.Data.LoadFromEnumerable(values.Select(value => new Row<T> { Value = value }));
        return KeyTexts.Of(_ml.Transforms.Conversion.MapValueToKey("Key", "Value").Fit(data).Transform(data).Schema["Key"])!;
    });

    private sealed class Row<T>
    {
        public T Value { get; set; } = default!;
    }
}
