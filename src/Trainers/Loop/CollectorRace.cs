using System.Runtime.InteropServices;

namespace DeepML.Trainers;

/// <summary>
/// Recognizes the errors of a number that TorchSharp freed while native code was reading it (docs/torchsharp-notes.md). This
/// library's own code keeps its numbers; modules that users bring may not.
/// </summary>
/// <remarks>
/// Freed memory may also look like a number of another kind. An error that only resembles the race comes back each time its batch is
/// repeated, and is then thrown.
/// </remarks>
internal static class CollectorRace
{
    private static readonly string[] Marks =
    [
        "Scalar.h", // where toFloat, toDouble, toLong, … find a number that is of no kind
        "Unknown scalar type",
        "argument alpha must not be", // a whole number that has become a floating point or boolean one
    ];

    /// <summary>Whether an error, or one that it was made of, bears the marks of the race.</summary>
    public static bool IsSymptom(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
            if (cause is ExternalException && Marks.Any(mark => cause.Message.Contains(mark, StringComparison.Ordinal)))
                return true;
        return false;
    }
}
