namespace DeepML.Bench;

/// <summary>Faults that were found in use: 1 for each that is mended, 0 for each that stands.</summary>
internal sealed class FieldTask : IQualityTask
{
    public string Name => "field";

    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    public IEnumerable<(string Name, double Value)> Run(string[] asked)
    {
        foreach (var checks in Catalog.All<IFieldCheck>().GroupBy(check => check.Number).OrderBy(checks => checks.Key))
            if (asked.Length == 0 || asked.Contains(Name) || asked.Contains($"{Name}.{checks.Key}"))
                yield return ($"{Name}.{checks.Key}", checks.All(Holds) ? 1 : 0);
    }

    private static bool Holds(IFieldCheck check)
    {
        try
        {
            if (check.Holds())
                return true;
            Console.Error.WriteLine($"(field.{check.Number} stands: {check.Fault})");
        }
        catch (Exception exception) // whatever goes wrong, the other faults are looked at too
        {
            Console.Error.WriteLine($"(field.{check.Number} stands: {check.Fault}: {exception.GetType().Name}: {exception.Message})");
        }
        return false;
    }
}
