using System.Reflection;
using System.Reflection.Emit;

namespace DeepML.Data;

/// <summary>The attribute by which an emitted assembly may use internals of others.</summary>
/// <remarks>
/// The runtime recognises the attribute by its name, wherever it is defined. It is defined inside the emitted assembly: as a type of
/// the library it would collide with the same type of other libraries.
/// </remarks>
internal static class IgnoredAccessChecks
{
    private const string AttributeName = "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute";

    /// <summary>
    /// Defines the attribute in <paramref name="module"/>; its argument is the simple name of the assembly that is opened.
    /// </summary>
    /// <returns>The attribute's constructor.</returns>
    public static ConstructorBuilder Define(ModuleBuilder module)
    {
        var type = module.DefineType(AttributeName, TypeAttributes.NotPublic | TypeAttributes.Sealed, typeof(Attribute));
        var usage = typeof(AttributeUsageAttribute);
        type.SetCustomAttribute(new CustomAttributeBuilder(
            usage.GetConstructor([typeof(AttributeTargets)])!,
            [AttributeTargets.Assembly],
            [usage.GetProperty(nameof(AttributeUsageAttribute.AllowMultiple))!],
            [true]));
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(string)]);
        var body = constructor.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(MlNet.AnyInstance, Type.EmptyTypes)!);
        body.Emit(OpCodes.Ret);
        type.CreateType();
        return constructor;
    }
}
