namespace Microsoft.ML.Data;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnNameAttribute : Attribute
{
    internal readonly List<string> Sources;

    public LoadColumnNameAttribute(string fieldName) => Sources = [fieldName];

    public LoadColumnNameAttribute(params string[] fieldNames) => Sources = [.. fieldNames];
}
