namespace DeepML.CommandLine.Configuration;

/// <summary>What is wrong with a configuration: all of it in one error.</summary>
internal sealed class ConfigurationFaults
{
    private readonly List<string> _faults = [];

    /// <summary>Notes a fault.</summary>
    /// <param name="path">The member, such as "options.Training.Epochs".</param>
    /// <param name="what">A sentence about it, without its name.</param>
    public void Add(string path, string what) => _faults.Add(path.Length == 0 ? what : $"{path}: {what}");

    /// <summary>Refuses a configuration with faults.</summary>
    /// <exception cref="InputException">There are some; each is on a line of its own.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count == 1)
            throw new InputException(_faults[0]);
        if (_faults.Count > 1)
            throw new InputException(string.Join(Environment.NewLine + "  ", _faults.Prepend($"{_faults.Count} faults:")));
    }
}
