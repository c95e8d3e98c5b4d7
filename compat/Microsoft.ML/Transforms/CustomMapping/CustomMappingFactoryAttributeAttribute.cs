namespace Microsoft.ML.Transforms;

[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class CustomMappingFactoryAttributeAttribute : ExtensionBaseAttribute
{
    public CustomMappingFactoryAttributeAttribute(string contractName) : base(contractName)
    {
    }
}
