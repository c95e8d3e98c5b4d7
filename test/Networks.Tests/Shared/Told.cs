using System.Globalization;

namespace DeepML.Networks.Tests;

/// <summary>What a part of some options says of its own numbers.</summary>
internal static class Told
{
    /// <summary>Every fault as "name is value; requirement", without the part's place.</summary>
    public static string[] By(Action<PartFaults> validate)
    {
        var told = new List<string>();
        validate(new PartFaults("Part", (name, value, requirement) => told.Add(
            string.Create(CultureInfo.InvariantCulture, $"{name["Part.".Length..]} is {value}; {requirement}"))));
        return [.. told];
    }

    /// <summary>Fails unless exactly these faults are told, in this order.</summary>
    public static void Exactly(Action<PartFaults> validate, params string[] expected) =>
        Assert.AreEqual(string.Join('\n', expected), string.Join('\n', By(validate)));
}
