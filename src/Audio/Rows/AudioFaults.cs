using System.Globalization;
using DeepML.Networks;

namespace DeepML.Audio;

/// <summary>Collects every fault of options, so that the user reads all of them in one error.</summary>
internal static class AudioFaults
{
    /// <summary>Refuses options that say themselves what is wrong.</summary>
    /// <param name="step">What they are options of, in front of their names.</param>
    /// <param name="validate">Notes their faults.</param>
    /// <exception cref="ArgumentException">There is one at least; each is named with its value and range.</exception>
    public static void ThrowIfAny(string step, Action<PartFaults> validate)
    {
        var faults = new List<string>();
        validate(new PartFaults(step, (name, value, requirement) => faults.Add(
            string.Create(CultureInfo.InvariantCulture, $"{name} is {value ?? "null"}; it must be {requirement}."))));
        if (faults.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, faults), "options");
    }
}
