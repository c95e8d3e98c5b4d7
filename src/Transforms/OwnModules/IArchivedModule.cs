namespace DeepML;

/// <summary>
/// A module that tells the settings it was built from. Models save them, and build the module again by its public constructor that
/// takes them; a module without this interface is built by its public constructor without parameters.
/// </summary>
/// <typeparam name="TSettings">
/// What <c>System.Text.Json</c> writes and reads back: a record of numbers, texts, lists and further records.
/// </typeparam>
public interface IArchivedModule<out TSettings>
    where TSettings : notnull
{
    /// <summary>What the module was built from.</summary>
    TSettings Settings { get; }
}
