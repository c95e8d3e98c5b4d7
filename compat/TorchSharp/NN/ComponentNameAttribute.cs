#nullable disable
using System.Reflection;
using TorchSharp.Utils;

namespace TorchSharp.Utils
{
    /// Names a field's module, parameter or buffer differently from the field.
    [AttributeUsage(AttributeTargets.Field)]
    public class ComponentNameAttribute : Attribute
    {
        public string Name { get; set; }
    }
}

namespace TorchSharp
{
    public static class FieldInfoExtensionMethods
    {
        public static string ComponentName(this FieldInfo field) => field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
    }
}
