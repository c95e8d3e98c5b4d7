namespace DeepML.Workout;

/// <summary>Compares columns.</summary>
public static partial class Cells
{
    /// <summary>Fails unless both hold the same numbers; NaN equals NaN.</summary>
    public static void AreEqual(IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual, double tolerance, string what)
    {
        Assert.AreEqual(expected.Count, actual.Count, $"rows of {what}");
        for (var row = 0; row < expected.Count; row++)
        {
            Assert.AreEqual(expected[row].Length, actual[row].Length, $"values of {what} in row {row}");
            for (var i = 0; i < expected[row].Length; i++)
                if (!(Math.Abs(expected[row][i] - actual[row][i]) <= tolerance || expected[row][i].Equals(actual[row][i])))
                    Assert.Fail($"{what}, row {row}, value {i}: expected {expected[row][i]:R}, found {actual[row][i]:R}");
        }
    }
}
