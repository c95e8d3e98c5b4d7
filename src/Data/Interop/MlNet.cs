using System.Reflection;
using Microsoft.ML;

namespace DeepML.Data;

/// <summary>
/// What the files of this folder share: they are the only ones that touch members of ML.NET which are closed to third parties.
/// </summary>
internal static class MlNet
{
    /// <summary>Members of an instance, whoever may see them.</summary>
    public const BindingFlags AnyInstance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    /// <summary>Microsoft.ML.Core, where the model contexts are.</summary>
    public static Assembly Core => typeof(ModelSaveContext).Assembly;

    /// <summary>A type of <see cref="Core"/>, public or not.</summary>
    /// <param name="name">Its full name.</param>
    /// <exception cref="NotSupportedException">This version of ML.NET has no such type.</exception>
    public static Type Type(string name) => Core.GetType(name) ?? throw Unknown(name);

    /// <summary>The error for a member that this version of ML.NET does not have.</summary>
    public static NotSupportedException Unknown(string what) => new(
        $"DeepML was written for ML.NET 5.0 and cannot find {what} in {Core.GetName().Name} {Core.GetName().Version}.");
}
